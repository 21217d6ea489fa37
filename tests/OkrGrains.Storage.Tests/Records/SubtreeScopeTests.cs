using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.States;

namespace OkrGrains.Storage.Tests.Records;

/// <summary>Tests of reads that leave out of a subtree what their caller has already.</summary>
public abstract class SubtreeScopeTests(StoreHome home) : StoreContract(home)
{
    [Fact]
    public async Task A_subtree_that_is_larger_than_asked_for_is_cut()
    {
        await using var store = await ChainAsync();

        Assert.True((await store.ReadSubtreeAsync(1, null, new SubtreeScope { Most = 6 }, default))!.IsCut);
        var whole = (await store.ReadSubtreeAsync(1, null, new SubtreeScope { Most = 7 }, default))!;
        Assert.Equal((false, 4, 3), (whole.IsCut, whole.Goals.Count, whole.Edges.Count));
    }

    [Fact]
    public async Task What_is_held_is_left_out_and_those_of_its_states_that_were_written_since_are_read()
    {
        await using var store = await ChainAsync();
        await store.AppendAsync(Samples.Append(4, 0), default);
        var below = (await store.ReadSubtreeAsync(2, null, SubtreeScope.Whole, default))!;
        var held = new HeldGoals(below.Settings.Revision, below.Position, goal => below.Goals.Any(row => row.Goal == goal));

        var unchanged = (await store.ReadSubtreeAsync(1, null, new SubtreeScope { Held = held }, default))!;
        var position = await store.AppendAsync(Samples.Append(4, below.Position), default);
        var changed = (await store.ReadSubtreeAsync(1, null, new SubtreeScope { Held = held }, default))!;

        Assert.Equal([1], unchanged.Goals.Select(goal => goal.Goal));
        Assert.Equal((true, 0), (unchanged.LeavesOutHeld, unchanged.States.Count));
        Assert.Equal([1], changed.Goals.Select(goal => goal.Goal));
        Assert.Equal([(4, position)], changed.States.Select(state => (state.Goal, state.Position)));
    }

    [Fact]
    public async Task What_is_held_of_an_older_definition_is_read_again()
    {
        await using var store = await ChainAsync();
        var before = (await store.ReadSubtreeAsync(1, null, SubtreeScope.Whole, default))!;
        await store.DefineAsync(Samples.Define(before.Settings.Revision, Samples.Kpi(2, "g2")), default);

        var held = new HeldGoals(before.Settings.Revision, before.Position, _ => true);
        var after = (await store.ReadSubtreeAsync(1, null, new SubtreeScope { Held = held }, default))!;

        Assert.Equal((false, 4), (after.LeavesOutHeld, after.Goals.Count));
    }

    [Fact]
    public async Task What_was_held_before_the_store_was_opened_is_read_again()
    {
        await using (var store = await ChainAsync())
        {
            await store.AppendAsync(Samples.Append(4, 0), default);
        }

        await using var reopened = Home.OpenStore();
        var before = (await reopened.ReadSubtreeAsync(1, null, SubtreeScope.Whole, default))!;
        var held = new HeldGoals(before.Settings.Revision, before.Position - 1, _ => true);

        Assert.False((await reopened.ReadSubtreeAsync(1, null, new SubtreeScope { Held = held }, default))!.LeavesOutHeld);
        Assert.True((await reopened.ReadSubtreeAsync(1, null, new SubtreeScope { Held = held with { Position = before.Position } }, default))!.LeavesOutHeld);
    }

    [Fact]
    public void Of_what_was_written_only_the_last_is_remembered_and_what_is_forgotten_is_said()
    {
        var recent = new RecentStates(position: 10);
        Assert.Null(recent.Since(9));
        recent.Add(11, [1, 2]);
        recent.Add(12, [2, 3]);
        Assert.Equal([1, 2, 3], recent.Since(10)!.Order());
        Assert.Equal([2, 3], recent.Since(11)!.Order());
        Assert.Empty(recent.Since(12)!);

        recent.Add(13, [.. Enumerable.Range(100, 65_534).Select(goal => (long)goal)]);

        Assert.Null(recent.Since(10));
        Assert.Equal(65_536, recent.Since(11)!.Count);
    }

    /// <summary>Opens a store with four goals of which each reads the next.</summary>
    private async Task<IGoalStore> ChainAsync()
    {
        var store = Home.OpenStore();
        await store.ReserveGoalNumbersAsync(4, default);
        var goals = Enumerable.Range(1, 4).Select(goal => Samples.Kpi(goal, "g" + goal)).ToArray();
        EdgeRow[] edges = [Samples.Edge(2, 1), Samples.Edge(3, 2), Samples.Edge(4, 3)];
        await store.DefineAsync(Samples.Define(0, goals) with { Rewired = [2, 3, 4], Edges = edges }, default);
        return store;
    }
}
