using System.Reflection;
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

    [Fact]
    public async Task Names_that_are_kept_are_asked_only_of_the_kind_of_factory_that_gave_them()
    {
        await using var cluster = await GoalCluster.StartAsync(1, new(0));
        cluster.Of<IGrainFactory>(0).ReferenceTo<IKpiGrain>("w/1");
        var other = DispatchProxy.Create<IGrainFactory, FactoryByKey>();

        Assert.Same(((FactoryByKey)(object)other).Goal, other.ReferenceTo<IKpiGrain>("w/1"));
    }

    /// <summary>A factory that makes references by key alone.</summary>
    public class FactoryByKey : DispatchProxy
    {
        public IKpiGrain Goal { get; } = Create<IKpiGrain, SilentGoal>();

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => args is ["w/1", ..] ? Goal : throw new NotSupportedException();
    }

    /// <summary>A goal that is never called.</summary>
    public class SilentGoal : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new NotSupportedException();
    }
}
