using System.Text;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Settling;
using OkrGrains.Grains.Watching;
using OkrGrains.Histories;
using OkrGrains.Model.Goals;
using OkrGrains.Storage.Tests.Support;

namespace OkrGrains.Grains.Tests.Turning;

/// <summary>A clock that nobody moves: it passes the edges by itself.</summary>
public sealed class FlowingClockTests
{
    private readonly ManualTime _time = new(DateTimeOffset.FromUnixTimeMilliseconds(SmallTree.At.UnixMillis));

    /// <summary>A goal may turn between the moment when an answer takes its instant and the moment when the goal is read.</summary>
    [Fact]
    public async Task Every_number_of_an_answer_holds_at_its_instant_while_the_clock_moves_on()
    {
        var plan = Encoding.UTF8.GetBytes($$"""
            workspace: w
            kpis: [{{string.Join(", ", Enumerable.Range(0, 40).Select(i => $"{{id: k{i}, aggregation: count, window: hour, empty: zero}}"))}}]
            """);
        await using var cluster = await GoalCluster.StartAsync(1, SmallTree.At, flowing: _time);
        await cluster.ApplyAsync(plan);
        DrawnReading[] readings =
        [
            .. Enumerable.Range(0, 40).SelectMany(i => Enumerable.Range(1, 20).Select(hour =>
                new DrawnReading(new(GoalKind.Kpi, $"k{i}"), new(SmallTree.At.UnixMillis + (hour * 3_600_000L)), 1))),
        ];
        await new Producer(cluster, SmallTree.Workspace, "p").SendAsync(readings, () => 100, silo: 0);
        using var ended = new CancellationTokenSource();
        var directory = await cluster.DirectoryAsync(SmallTree.Workspace);
        var reading = Task.Run(async () =>
        {
            for (var answers = 0; ; answers++)
            {
                if (ended.IsCancellationRequested)
                {
                    return answers;
                }

                var states = await cluster.Of<TreeReader>(0).ReadAsync(directory, directory.Goals, settled: false, CancellationToken.None);
                var expected = SmallTree.Expected(readings, states[0].At, plan);
                Assert.All(states, state => Assert.Equal(states[0].At, state.At));
                Assert.Equal(expected.Kpis.Select(kpi => kpi.Figures), states.Select(state => state.Figures));
            }
        });
        for (var quarter = 0; quarter < 84 && !reading.IsCompleted; quarter++)
        {
            _time.Advance(TimeSpan.FromMinutes(15));
            await cluster.TreeAsync(SmallTree.Workspace, new(SmallTree.At.UnixMillis + ((quarter + 1) * 900_000L)), settled: false);
        }

        await ended.CancelAsync();
        Assert.NotEqual(0, await reading);
    }

    /// <summary>The leaf that turns is in no memory, and nothing is asked, sent or repeated meanwhile.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public async Task A_watched_goal_hears_of_a_leaf_that_turns_in_memory_or_not(int silos, bool inMemory)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await using var cluster = await GoalCluster.StartAsync(silos, SmallTree.At, flowing: _time);
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
