using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Watching;
using OkrGrains.Histories;
using OkrGrains.Model.Goals;
using OkrGrains.Storage.Tests.Support;

namespace OkrGrains.Grains.Tests.Turning;

/// <summary>A clock that nobody moves: it passes the edges by itself.</summary>
public sealed class FlowingClockTests
{
    private readonly ManualTime _time = new(DateTimeOffset.FromUnixTimeMilliseconds(SmallTree.At.UnixMillis));

    /// <summary>The leaf that turns is in no memory, and nothing is asked, sent or repeated meanwhile.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public async Task A_watched_goal_hears_of_a_leaf_that_turns_in_memory_or_not(int silos, bool inMemory)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await using var cluster = await GoalCluster.StartAsync(silos, SmallTree.At, time: _time, repeat: TimeSpan.FromHours(1));
        await cluster.ApplyAsync(SmallTree.Plan);
        DrawnReading[] readings = [SmallTree.Reading(SmallTree.B, 500)];
        await new Producer(cluster, SmallTree.Workspace, "p").SendAsync(readings, () => 1, silo: 0);
        SmallTree.AssertEqual(SmallTree.Expected(readings), await cluster.TreeAsync(SmallTree.Workspace, SmallTree.At));
        if (!inMemory)
        {
            await cluster.ForgetAsync(SmallTree.Workspace);
        }

        using var watch = cluster.Of<GoalWatchHub>(1).Open([(await cluster.DirectoryAsync(SmallTree.Workspace)).ByName[SmallTree.Top].Address]);
        Assert.Equal(SmallTree.Expected(readings).Of(SmallTree.Top), Assert.Single(await watch.NextAsync(patience.Token)).Figures);
        _time.Advance(TimeSpan.FromDays(10) - TimeSpan.FromMinutes(1));

        GoalState told;
        do
        {
            told = Assert.Single(await watch.NextAsync(patience.Token));
        }
        while (told.Figures != SmallTree.Expected(readings, told.At).Of(SmallTree.Top));
    }
}
