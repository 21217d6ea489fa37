using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Tests.Records;

public abstract class EdgeTests(StoreHome home) : StoreContract(home)
{
    private const int Goals = 12;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Rewiring_children_again_and_again_leaves_the_edges_that_each_got_last(int seed)
    {
        var random = new Random(seed);
        Dictionary<long, List<EdgeRow>> expected = [];
        await using (var store = Home.OpenStore())
        {
            await store.ReserveGoalNumbersAsync(Goals, default);
            GoalDefinition[] goals = [.. Enumerable.Range(1, Goals).Select(goal => Samples.Kpi(goal, $"g{goal}"))];
            var revision = await store.DefineAsync(Samples.Define(0, goals), default);
            for (var change = 0; change < 60; change++)
            {
                long[] rewired = [.. Enumerable.Range(1, Goals).Where(_ => random.Next(4) == 0)];
                foreach (var child in rewired)
                {
                    expected[child] = Edges(random, child);
                }

                EdgeRow[] edges = [.. rewired.SelectMany(child => expected[child]).OrderBy(_ => random.Next())];
                revision = await store.DefineAsync(Samples.Define(revision) with { Rewired = rewired, Edges = edges }, default);
                await CheckAsync(store, [.. expected.Values.SelectMany(some => some)]);
            }
        }

        Assert.Empty(Home.Verify());
        await using var again = Home.OpenStore();
        await CheckAsync(again, [.. expected.Values.SelectMany(some => some)]);
    }

    [Theory]
    [InlineData(long.MinValue, long.MaxValue)]
    [InlineData(long.MaxValue, long.MinValue)]
    public async Task Weights_and_read_points_of_any_size_come_back(long first, long second)
    {
        await using var store = Home.OpenStore();
        await store.ReserveGoalNumbersAsync(2, default);
        EdgeRow[] edges =
        [
            new(1, new ReadPoint(new Instant(first), ReadPart.Window), 2, EdgeRole.WeightedKpi, 0, new Weight(first), null),
            new(1, new ReadPoint(new Instant(second), ReadPart.PreviousPeriod), 2, EdgeRole.WeightedKpi, int.MaxValue, new Weight(second), int.MaxValue),
        ];
        var commit = Samples.Define(0, Samples.Kpi(1, "a"), Samples.Kpi(2, "b")) with { Rewired = [1], Edges = edges };
        await store.DefineAsync(commit, default);
        Assert.Equal(edges, await store.ReadEdgesAsync("w", default));
        Assert.Equal(edges, (await store.ReadSubtreeAsync(1, null, SubtreeScope.Whole, default))!.Above);
    }

    [Fact]
    public async Task An_edge_twice_or_of_a_child_that_is_not_rewired_refuses_the_change()
    {
        await using var store = Home.OpenStore();
        await store.ReserveGoalNumbersAsync(2, default);
        var commit = Samples.Define(0, Samples.Kpi(1, "a"), Samples.Kpi(2, "b")) with { Rewired = [1] };
        var edge = Samples.Edge(1, 2);
        var twice = await Assert.ThrowsAsync<ArgumentException>(
            () => store.DefineAsync(commit with { Edges = [edge, edge with { Weight = new Weight(7), Combiner = 3 }] }, default).AsTask());
        Assert.Equal("Goal 1 has an edge twice.", twice.Message);
        var stray = await Assert.ThrowsAsync<ArgumentException>(
            () => store.DefineAsync(commit with { Edges = [edge, Samples.Edge(2, 1)] }, default).AsTask());
        Assert.Equal("Goal 2 has an edge, and is not rewired.", stray.Message);
        Assert.Null(await store.ReadWorkspaceAsync("w", default));
    }

    /// <summary>Up to six edges of a child to goals with greater numbers, in different roles, at different read points, in combiners or none.</summary>
    private static List<EdgeRow> Edges(Random random, long child)
    {
        var edges = new Dictionary<(long, ReadPoint, EdgeRole, int), EdgeRow>();
        for (var i = random.Next(7); i > 0 && child < Goals; i--)
        {
            var at = random.Next(2) == 0 ? ReadPoint.Now : new ReadPoint(new Instant(random.Next(3) - 1), (ReadPart)random.Next(4));
            var edge = new EdgeRow(
                child,
                at,
                random.NextInt64(child + 1, Goals + 1),
                (EdgeRole)random.Next(1, 8),
                random.Next(3),
                new Weight(random.Next(3)),
                random.Next(2) == 0 ? null : random.Next(3));
            edges[(edge.Parent, edge.At, edge.Role, edge.Ordinal)] = edge;
        }

        return [.. edges.Values];
    }

    private static async Task CheckAsync(IGoalStore store, List<EdgeRow> expected)
    {
        Assert.Equal(Down(expected, edge => edge.Parent), await store.ReadEdgesAsync("w", default));
        for (var goal = 1L; goal <= Goals; goal++)
        {
            var tree = (await store.ReadSubtreeAsync(goal, null, SubtreeScope.Whole, default))!;
            Assert.Equal(
                expected.Where(edge => edge.Child == goal).OrderBy(edge => edge.Parent).ThenBy(edge => edge.Role).ThenBy(edge => edge.Ordinal)
                    .ThenBy(edge => edge.At.NotAfter.UnixMillis).ThenBy(edge => edge.At.Part),
                tree.Above);
            Assert.Equal(Down(expected.Where(edge => edge.Parent == goal), _ => 0), tree.Edges.Where(edge => edge.Parent == goal));
            var combined = (await store.ReadSubtreeAsync(goal, 1, SubtreeScope.Whole, default))!;
            Assert.Equal(Down(expected.Where(edge => edge.Parent == goal && edge.Combiner == 1), _ => 0), combined.Edges.Where(edge => edge.Parent == goal));
        }
    }

    private static IEnumerable<EdgeRow> Down(IEnumerable<EdgeRow> edges, Func<EdgeRow, long> first) => edges
        .OrderBy(first).ThenBy(edge => edge.Role).ThenBy(edge => edge.Ordinal).ThenBy(edge => edge.Child)
        .ThenBy(edge => edge.At.NotAfter.UnixMillis).ThenBy(edge => edge.At.Part);
}
