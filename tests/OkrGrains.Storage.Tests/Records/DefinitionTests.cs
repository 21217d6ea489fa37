using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Tests.Records;

public abstract class DefinitionTests(StoreHome home) : StoreContract(home)
{
    [Fact]
    public async Task Goal_numbers_are_never_handed_out_again()
    {
        await using (var store = Home.OpenStore())
        {
            Assert.Equal(1, await store.ReserveGoalNumbersAsync(5, default));
            Assert.Equal(6, await store.ReserveGoalNumbersAsync(1, default));
        }

        await using var again = Home.OpenStore();
        Assert.Equal(7, await again.ReserveGoalNumbersAsync(2, default));
    }

    [Fact]
    public async Task Definitions_come_back_as_committed()
    {
        await using var store = Home.OpenStore();
        await store.ReserveGoalNumbersAsync(3, default);
        GoalDefinition[] goals =
        [
            new(3, new GoalName(GoalKind.Objective, "o"), null, 0, false, new byte[] { 3 }),
            new(2, new GoalName(GoalKind.KeyResult, "k"), 3, 1, false, new byte[] { 2 }),
            new(1, new GoalName(GoalKind.Kpi, "é"), null, 4, false, ReadOnlyMemory<byte>.Empty),
        ];
        var captured = new ReadPoint(new Instant(77), ReadPart.PreviousPeriod);
        EdgeRow[] edges =
        [
            new(1, ReadPoint.Now, 2, EdgeRole.Measured, 0, Weight.One, null),
            new(1, captured, 2, EdgeRole.Captured, 0, new Weight(0), 5),
            new(2, ReadPoint.Now, 3, EdgeRole.KeyResult, 2, new Weight(1), null),
        ];
        var commit = Samples.Define(0, goals) with { Rewired = [1, 2], Edges = edges };

        var position = await store.DefineAsync(commit, default);

        var rows = await store.ReadGoalsAsync("w", default);
        Assert.Equal([1, 2, 3], rows.Select(row => row.Goal));
        Assert.Equal(
            new GoalRow(2, "w", new GoalName(GoalKind.KeyResult, "k"), 3, 1, position, false, default) { Defined = position }, rows[1] with { Body = default });
        Assert.Equal([[], [2], [3]], rows.Select(row => row.Body.ToArray()));
        Assert.Equal("é", (await store.ReadGoalAsync(1, default))!.Name.Id);
        Assert.Null(await store.ReadGoalAsync(4, default));
        Assert.Equal(edges.OrderBy(edge => edge.Parent).ThenBy(edge => edge.Role), await store.ReadEdgesAsync("w", default));
        Assert.Equal(edges[..2], (await store.ReadSubtreeAsync(1, null, SubtreeScope.Whole, default))!.Above);
        Assert.Empty((await store.ReadSubtreeAsync(3, null, SubtreeScope.Whole, default))!.Above);
        Assert.Empty(await store.ReadGoalsAsync("v", default));
    }

    [Fact]
    public async Task A_workspace_keeps_its_settings_until_they_change()
    {
        await using var store = Home.OpenStore();
        Assert.Null(await store.ReadWorkspaceAsync("w", default));
        var first = await store.DefineAsync(Samples.Define(0), default);
        var second = await store.DefineAsync(Samples.Define(first) with { Settings = null }, default);
        var third = await store.DefineAsync(Samples.Define(0) with { Workspace = "a" }, default);

        var workspace = await store.ReadWorkspaceAsync("w", default);
        Assert.Equal(new WorkspaceRow("w", second, first, default), workspace! with { Settings = default });
        Assert.Equal(new byte[] { 9, 9 }, workspace.Settings.ToArray());
        Assert.Equal([("a", third), ("w", second)], (await store.ReadWorkspacesAsync(default)).Select(row => (row.Id, row.Revision)));
    }

    [Fact]
    public async Task A_commit_from_another_revision_is_a_conflict_and_changes_nothing()
    {
        await using var store = Home.OpenStore();
        await store.ReserveGoalNumbersAsync(1, default);
        var position = await store.DefineAsync(Samples.Define(0), default);
        await Assert.ThrowsAsync<StoreConflictException>(
            async () => await store.DefineAsync(Samples.Define(0, Samples.Kpi(1, "a")), default));
        await Assert.ThrowsAsync<StoreConflictException>(
            async () => await store.DefineAsync(Samples.Define(position + 1, Samples.Kpi(1, "a")), default));
        Assert.Empty(await store.ReadGoalsAsync("w", default));
        Assert.Equal(position, store.LastPosition);
    }

    [Fact]
    public async Task A_commit_raises_the_revision_of_what_it_touches_and_of_nothing_else()
    {
        await using var store = Home.OpenStore();
        await store.ReserveGoalNumbersAsync(3, default);
        var first = await store.DefineAsync(Samples.Define(0, Samples.Kpi(1, "a"), Samples.Kpi(2, "b"), Samples.Kpi(3, "c")), default);
        var second = await store.DefineAsync(Samples.Define(first, Samples.Kpi(1, "a")) with { Touched = [1, 3] }, default);
        Assert.Equal([second, first, second], (await store.ReadGoalsAsync("w", default)).Select(row => row.Revision));
    }

    [Fact]
    public async Task Goals_may_take_each_others_names_in_one_commit()
    {
        await using var store = Home.OpenStore();
        await store.ReserveGoalNumbersAsync(3, default);
        var first = await store.DefineAsync(Samples.Define(0, Samples.Kpi(1, "a"), Samples.Kpi(2, "b")), default);
        var swap = Samples.Define(first, Samples.Kpi(1, "b"), Samples.Kpi(2, "a", removed: true), Samples.Kpi(3, "a"));
        await store.DefineAsync(swap, default);
        Assert.Equal(
            [("b", false), ("a", true), ("a", false)],
            (await store.ReadGoalsAsync("w", default)).OrderBy(row => row.Goal).Select(row => (row.Name.Id, row.Removed)));
    }

    [Theory]
    [InlineData("unreserved")]
    [InlineData("defined twice")]
    [InlineData("name taken in the commit")]
    [InlineData("name taken before")]
    [InlineData("touched but unknown")]
    [InlineData("defined but not touched")]
    [InlineData("edge of a goal that is not rewired")]
    [InlineData("edge twice")]
    [InlineData("goal of another workspace")]
    public async Task A_wrong_commit_is_refused_and_changes_nothing(string fault)
    {
        await using var store = Home.OpenStore();
        await store.ReserveGoalNumbersAsync(4, default);
        await store.DefineAsync(Samples.Define(0, Samples.Kpi(4, "d")) with { Workspace = "v" }, default);
        var before = await store.DefineAsync(Samples.Define(0, Samples.Kpi(1, "a")), default);
        var commit = fault switch
        {
            "unreserved" => Samples.Define(before, Samples.Kpi(5, "x")),
            "defined twice" => Samples.Define(before, Samples.Kpi(2, "x"), Samples.Kpi(2, "y")),
            "name taken in the commit" => Samples.Define(before, Samples.Kpi(2, "x"), Samples.Kpi(3, "x")),
            "name taken before" => Samples.Define(before, Samples.Kpi(2, "a")),
            "touched but unknown" => Samples.Define(before) with { Touched = [3] },
            "defined but not touched" => Samples.Define(before, Samples.Kpi(2, "x")) with { Touched = [1] },
            "edge of a goal that is not rewired" => Samples.Define(before) with { Edges = [Samples.Edge(1, 1)] },
            "edge twice" => Samples.Define(before) with { Rewired = [1], Edges = [Samples.Edge(1, 1), Samples.Edge(1, 1)] },
            _ => Samples.Define(before, Samples.Kpi(4, "x")),
        };

        await Assert.ThrowsAsync<ArgumentException>(async () => await store.DefineAsync(commit, default));

        Assert.Equal(before, store.LastPosition);
        Assert.Equal(["a"], (await store.ReadGoalsAsync("w", default)).Select(row => row.Name.Id));
    }

    [Fact]
    public async Task Rewiring_replaces_the_edges_of_the_child_only()
    {
        await using var store = Home.OpenStore();
        await store.ReserveGoalNumbersAsync(3, default);
        var wired = Samples.Define(0, Samples.Kpi(1, "a"), Samples.Kpi(2, "b"), Samples.Kpi(3, "c")) with
        {
            Rewired = [1, 2],
            Edges = [Samples.Edge(1, 3), Samples.Edge(2, 3, 1)],
        };
        var first = await store.DefineAsync(wired, default);
        await store.DefineAsync(Samples.Define(first) with { Rewired = [1], Edges = [Samples.Edge(1, 2)] }, default);
        Assert.Equal([Samples.Edge(1, 2), Samples.Edge(2, 3, 1)], await store.ReadEdgesAsync("w", default));
    }

    [Fact]
    public async Task The_subtree_of_a_combiner_holds_its_share_and_all_below_that()
    {
        await using var store = Home.OpenStore();
        await store.ReserveGoalNumbersAsync(5, default);
        var goals = Enumerable.Range(1, 5).Select(goal => Samples.Kpi(goal, "g" + goal)).ToArray();
        EdgeRow[] edges =
        [
            Samples.Edge(2, 1) with { Combiner = 0 }, Samples.Edge(3, 1, 1) with { Combiner = 1 }, Samples.Edge(4, 2), Samples.Edge(5, 3),
        ];
        await store.DefineAsync(Samples.Define(0, goals) with { Rewired = [2, 3, 4, 5], Edges = edges }, default);

        var share = await store.ReadSubtreeAsync(1, 1, SubtreeScope.Whole, default);

        Assert.Equal([1, 3, 5], share!.Goals.Select(goal => goal.Goal).Order());
        Assert.Equal([(3, 1), (5, 3)], share.Edges.Select(edge => (edge.Child, edge.Parent)).Order());
        Assert.Equal([1], (await store.ReadSubtreeAsync(1, 7, SubtreeScope.Whole, default))!.Goals.Select(goal => goal.Goal));
    }

    [Fact]
    public async Task A_subtree_holds_shared_children_once_and_nothing_above_or_beside()
    {
        await using var store = Home.OpenStore();
        await store.ReserveGoalNumbersAsync(6, default);
        var goals = Enumerable.Range(1, 6).Select(goal => Samples.Kpi(goal, "g" + goal)).ToArray();
        EdgeRow[] edges = [Samples.Edge(4, 2), Samples.Edge(4, 3), Samples.Edge(2, 1), Samples.Edge(3, 1, 1), Samples.Edge(1, 5), Samples.Edge(6, 5)];
        await store.DefineAsync(Samples.Define(0, goals) with { Rewired = [1, 2, 3, 4, 6], Edges = edges }, default);
        var position = await store.AppendAsync(Samples.Append(4, 0), default);
        await store.SaveStateAsync(Samples.Save(6, 0), default);

        var subtree = await store.ReadSubtreeAsync(1, null, SubtreeScope.Whole, default);

        Assert.Equal([1, 2, 3, 4], subtree!.Goals.Select(goal => goal.Goal).Order());
        Assert.Equal(edges[..4].OrderBy(edge => (edge.Child, edge.Parent)), subtree.Edges.OrderBy(edge => (edge.Child, edge.Parent)));
        Assert.Equal([(4, position)], subtree.States.Select(state => (state.Goal, state.Position)));
        Assert.Equal(store.LastPosition, subtree.Position);
        Assert.Equal("w", subtree.Settings.Id);
        Assert.Equal([edges[4]], subtree.Above);
        Assert.Empty(subtree.Owners);
        Assert.Null(await store.ReadSubtreeAsync(7, null, SubtreeScope.Whole, default));
    }

    [Fact]
    public async Task A_subtree_holds_the_objective_of_its_key_result_which_is_above()
    {
        await using var store = Home.OpenStore();
        await store.ReserveGoalNumbersAsync(3, default);
        GoalDefinition[] goals =
        [
            Samples.Kpi(1, "k"), new(2, new GoalName(GoalKind.KeyResult, "r"), 3, 0, false, new byte[] { 2 }),
            new(3, new GoalName(GoalKind.Objective, "o"), null, 0, false, new byte[] { 3 }),
        ];
        EdgeRow[] edges = [Samples.Edge(1, 2) with { Role = EdgeRole.Measured }, Samples.Edge(2, 3) with { Role = EdgeRole.KeyResult }];
        await store.DefineAsync(Samples.Define(0, goals) with { Rewired = [1, 2], Edges = edges }, default);

        var keyResult = (await store.ReadSubtreeAsync(2, null, SubtreeScope.Whole, default))!;

        Assert.Equal([2, 1], keyResult.Goals.Select(goal => goal.Goal));
        Assert.Equal([3], keyResult.Owners.Select(goal => goal.Goal));
        Assert.Equal([edges[1]], keyResult.Above);
        Assert.Empty((await store.ReadSubtreeAsync(3, null, SubtreeScope.Whole, default))!.Owners);
    }
}
