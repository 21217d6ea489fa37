using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Propagation;
using Orleans;

namespace OkrGrains.Grains.Tests.Goals;

public sealed class GrainReferencesTests
{
    [Fact]
    public async Task References_with_kept_names_are_those_that_Orleans_makes()
    {
        await using var cluster = await GoalCluster.StartAsync(1, new(0));
        var grains = cluster.Of<IGrainFactory>(0);

        Same<IKpiGrain>();
        Same<IKeyResultGrain>();
        Same<IObjectiveGrain>();
        Same<ICombinerGrain>();

        void Same<T>()
            where T : class, IGrainWithStringKey
        {
            // The first one keeps the names, if no other test of this process has.
            foreach (var key in new[] { "w/1", "w/2", "v/2" })
            {
                Assert.Equal(grains.GetGrain<T>(key), grains.ReferenceTo<T>(key));
                Assert.Equal(grains.GetGrain<T>(key).GetType(), grains.ReferenceTo<T>(key).GetType());
            }
        }
    }
}
