using System.Collections.Concurrent;
using OkrGrains.Grains.Tests.Stores;
using OkrGrains.Grains.Time;
using OkrGrains.Model.Numbers;
using OkrGrains.TestKit.Histories;
using Orleans.Runtime;

namespace OkrGrains.Grains.Tests.Goals;

/// <summary>Tests of activations that have to go while they are being activated, of which the runtime does not tell the grain by its hook.</summary>
public sealed class EndedActivationTests
{
    private static readonly DrawnReading[] One = [SmallTree.Reading(SmallTree.A, 1)];

    [Fact]
    public async Task A_goal_that_had_to_go_is_handed_nothing_and_a_reading_sent_meanwhile_counts_once()
    {
        WatchedStore? store = null;
        await using var cluster = await GoalCluster.StartAsync(
            1, SmallTree.At, wrap: inner => store = new WatchedStore(inner), repeat: TimeSpan.FromHours(1));
        await cluster.ApplyAsync(SmallTree.Plan);
        var goal = (await cluster.DirectoryAsync(SmallTree.Workspace)).ByName[SmallTree.A].Address.Number;
        var contexts = cluster.Of<IGrainContextAccessor>(0);
        var ended = new ConcurrentQueue<IGrainContext>();
        store!.BeforeLoad = loading =>
        {
            if (loading == goal)
            {
                ended.Enqueue(contexts.GrainContext);
                contexts.GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "It must go."));
            }
        };
        var grain = await cluster.GrainAsync(SmallTree.A);
        await Assert.ThrowsAnyAsync<Exception>(() => grain.Read(SmallTree.At));
        Assert.NotEmpty(ended);
        await Task.WhenAll(ended.Select(context => context.Deactivated));
        Assert.DoesNotContain(cluster.Of<ActiveGrains>(0).Of(SmallTree.Workspace), active => active.Goal == goal);

        var sending = new Producer(cluster, SmallTree.Workspace, "p").SendAsync(One, () => 1, silo: 0);
        store.BeforeLoad = _ => { };
        await sending;
        Assert.Equal(new Nano(Nano.UnitsPerOne), await cluster.ValueAsync(SmallTree.A));
    }
}
