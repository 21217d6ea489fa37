using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Tests.Stores;
using OkrGrains.Grains.Time;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.TestKit.Histories;
using Orleans.Runtime;

namespace OkrGrains.Grains.Tests.Goals;

/// <summary>Tests of activations that have to go while they are being activated, of which the runtime does not tell the grain by its hook.</summary>
public sealed class EndedActivationTests : IAsyncLifetime
{
    private static readonly DrawnReading[] One = [SmallTree.Reading(SmallTree.A, 1)];

    private WatchedStore _store = null!;
    private GoalCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        WatchedStore? store = null;
        _cluster = await GoalCluster.StartAsync(1, SmallTree.At, wrap: inner => store = new WatchedStore(inner), repeat: TimeSpan.FromHours(1));
        _store = store!;
        await _cluster.ApplyAsync(SmallTree.Plan);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_goal_that_had_to_go_is_handed_nothing_and_a_reading_sent_meanwhile_counts_once()
    {
        var ended = await EndWhileLoadingAsync(SmallTree.A);
        var grain = await _cluster.GrainAsync(SmallTree.A);
        await Assert.ThrowsAnyAsync<Exception>(() => grain.Read(SmallTree.At));
        Assert.NotEmpty(ended());
        await Task.WhenAll(ended().Select(context => context.Deactivated));
        Assert.DoesNotContain(_cluster.Of<ActiveGrains>(0).Of(SmallTree.Workspace), active => active.Goal == Number(grain));

        var sending = new Producer(_cluster, SmallTree.Workspace, "p").SendAsync(One, () => 1, silo: 0);
        _store.BeforeLoad = _ => { };
        await sending;
        Assert.Equal(new Nano(Nano.UnitsPerOne), await _cluster.ValueAsync(SmallTree.A));
    }

    /// <summary>Has every activation of a goal deactivated while it loads.</summary>
    /// <returns>A function that returns these activations so far.</returns>
    private async Task<Func<IReadOnlyList<IGrainContext>>> EndWhileLoadingAsync(GoalName goal)
    {
        var number = (await _cluster.DirectoryAsync(SmallTree.Workspace)).ByName[goal].Address.Number;
        var contexts = _cluster.Of<IGrainContextAccessor>(0);
        var ended = new List<IGrainContext>();
        _store.BeforeLoad = loading =>
        {
            if (loading == number)
            {
                var context = contexts.GrainContext;
                lock (ended)
                {
                    ended.Add(context);
                }

                context.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "It must go."));
            }
        };
        return () =>
        {
            lock (ended)
            {
                return [.. ended];
            }
        };
    }

    private static long Number(IGoalGrain grain) => GoalAddress.Parse(grain.GetPrimaryKeyString(), GoalKind.Kpi).Number;
}
