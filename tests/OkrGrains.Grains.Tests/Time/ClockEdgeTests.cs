using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Watching;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Tests.Time;

/// <summary>
/// Tests of the milliseconds before, at and after each kind of edge: a workspace for each, and one clock that passes them all.
/// </summary>
public sealed class ClockEdgeTests
{
    private static readonly byte[] _plan = ClockEdges.Plan("w");

    public static TheoryData<int, bool> Clusters() => new() { { 1, true }, { 1, false }, { 3, true }, { 3, false } };

    [Theory]
    [MemberData(nameof(Clusters))]
    public async Task Every_goal_is_right_around_an_edge_in_memory_or_not(int silos, bool inMemory)
    {
        await using var cluster = await StartAsync(silos);
        foreach (var (at, edge) in Steps(before: 1))
        {
            if (!inMemory)
            {
                await cluster.ForgetAsync(Workspace(edge));
            }

            await cluster.MoveClockAsync(at);
            if (at == edge.Start)
            {
                await SendAsync(cluster, edge);
                continue;
            }

            var expected = SmallTree.Expected(edge.Readings, at, _plan);
            SmallTree.AssertEqual(expected, await cluster.TreeAsync(Workspace(edge), at, silo: 1, upToDate: false));
            Assert.Equal(
                (edge.Name, at, at < edge.At ? edge.Before : edge.After), (edge.Name, at, ClockEdge.Words(expected.Of(edge.Watched))));
        }
    }

    /// <summary>Checks that the first state a watcher gets after the snapshot is that of the edge. Meanwhile nothing is read.</summary>
    [Theory]
    [MemberData(nameof(Clusters))]
    public async Task Watchers_are_told_at_the_edge_and_not_before(int silos, bool othersInMemory)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await using var cluster = await StartAsync(silos);
        var waiting = new Dictionary<ClockEdge, (GoalWatch Watch, Task<IReadOnlyList<GoalState>> Next)>();
        foreach (var (at, edge) in Steps(before: 2).Where(step => step.Edge.Before != step.Edge.After))
        {
            await cluster.MoveClockAsync(at, silo: 2);
            if (at == edge.Start)
            {
                await SendAsync(cluster, edge);
            }
            else if (at.UnixMillis == edge.At.UnixMillis - 2)
            {
                if (!othersInMemory)
                {
                    await cluster.ForgetAsync(Workspace(edge));
                }

                var goal = (await cluster.DirectoryAsync(Workspace(edge))).ByName[edge.Watched].Address;
                var watch = cluster.Of<GoalWatchHub>(1).Open([goal]);
                Assert.Equal((edge.Name, edge.Before), (edge.Name, ClockEdge.Words(Assert.Single(await watch.NextAsync(patience.Token)).Figures!)));
                waiting.Add(edge, (watch, watch.NextAsync(patience.Token).AsTask()));
            }
            else if (waiting.Remove(edge, out var watched))
            {
                if (at < edge.At)
                {
                    Assert.False(watched.Next.IsCompleted, edge.Name);
                    waiting.Add(edge, watched);
                    continue;
                }

                var told = Assert.Single(await watched.Next);
                Assert.Equal((edge.Name, edge.At), (edge.Name, told.At));
                Assert.Equal(SmallTree.Expected(edge.Readings, edge.At, _plan).Of(edge.Watched), told.Figures);
                watched.Watch.Dispose();
            }
        }

        Assert.Empty(waiting);
    }

    /// <summary>Returns the instants at which the clock stops, in order: where an edge's readings are sent, and around the edge.</summary>
    private static IEnumerable<(Instant At, ClockEdge Edge)> Steps(int before) => ClockEdges.All
        .SelectMany(edge => Enumerable.Range(-before, before + 2).Select(i => new Instant(edge.At.UnixMillis + i)).Prepend(edge.Start)
            .Select(at => (at, edge)))
        .OrderBy(step => step.at);

    private static string Workspace(ClockEdge edge) => $"w{ClockEdges.All.ToList().IndexOf(edge)}";

    private static async Task<GoalCluster> StartAsync(int silos)
    {
        var cluster = await GoalCluster.StartAsync(silos, ClockEdges.All.Min(edge => edge.Start));
        foreach (var edge in ClockEdges.All)
        {
            await cluster.ApplyAsync(ClockEdges.Plan(Workspace(edge)), workspace: Workspace(edge));
        }

        return cluster;
    }

    private static async Task SendAsync(GoalCluster cluster, ClockEdge edge)
    {
        await new Producer(cluster, Workspace(edge), "p").SendAsync(edge.Readings, () => 1, silo: 0);
        Evaluation expected = SmallTree.Expected(edge.Readings, edge.Start, _plan);
        SmallTree.AssertEqual(expected, await cluster.TreeAsync(Workspace(edge), edge.Start));
    }
}
