using Microsoft.Extensions.Time.Testing;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Tests.Stores;
using OkrGrains.Grains.Watching;
using OkrGrains.Model.Time;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Time;

/// <summary>Tests of a clock that nobody moves: it passes the edges by itself.</summary>
public sealed class FlowingClockTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(SmallTree.At.UnixMillis));

    /// <summary>
    /// The status of a goal changes between the moment when an answer takes its instant and the moment when the goal is read.
    /// </summary>
    [Fact]
    public async Task Every_number_of_an_answer_holds_at_its_instant_though_the_clock_moves_on()
    {
        WatchedStore store = null!;
        await using var cluster = await GoalCluster.StartAsync(1, SmallTree.At, wrap: inner => store = new WatchedStore(inner), time: _time, repeat: TimeSpan.FromHours(1));
        await cluster.ApplyAsync(SmallTree.Plan);
        DrawnReading[] readings = [SmallTree.Reading(SmallTree.B, 500)];
        await new Producer(cluster, SmallTree.Workspace, "p").SendAsync(readings, () => 1, silo: 0);
        var directory = await cluster.DirectoryAsync(SmallTree.Workspace);
        var leaf = await cluster.GrainAsync(SmallTree.B);
        var reader = cluster.Of<TreeReader>(0);
        await reader.ReadAsync(directory, directory.Goals, upToDate: true, CancellationToken.None);
        store.AfterReadStale = async () =>
        {
            store.AfterReadStale = () => Task.CompletedTask;
            _time.Advance(TimeSpan.FromDays(10));
            await leaf.Refresh();
        };

        var answer = await reader.ReadAsync(directory, [directory.ByName[SmallTree.B]], upToDate: false, CancellationToken.None);

        var state = Assert.Single(answer);
        Assert.Equal(new Instant(SmallTree.At.UnixMillis + 864_000_000), state.At);
        Assert.Equal(SmallTree.Expected(readings, state.At).Of(SmallTree.B), state.Figures);
    }

    /// <summary>The leaf that changes is not active, and meanwhile nothing is read, sent or repeated.</summary>
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
