using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Tests.Records;

public abstract class DefinitionHistoryTests(StoreHome home) : StoreContract(home)
{
    [Fact]
    public async Task Every_definition_of_a_goal_comes_with_author_reason_and_instant_a_page_at_a_time()
    {
        await using var store = Home.OpenStore();
        var positions = await DefineThreeTimesAsync(store);

        var all = await store.ReadRevisionsAsync(1, 0, 10, default);

        Assert.Equal(positions, all.Select(row => row.Position));
        Assert.Equal([("a", "ann", "because"), ("b", "bob", "better"), ("b", "cid", "no more")], all.Select(row => (row.Definition.Name.Id, row.Author, row.Reason)));
        Assert.Equal([0, 1000, 2000], all.Select(row => row.AcceptedAt.UnixMillis - all[0].AcceptedAt.UnixMillis));
        Assert.Equal([false, false, true], all.Select(row => row.Definition.Removed));
        Assert.Equal(positions[..2], (await store.ReadRevisionsAsync(1, 0, 2, default)).Select(row => row.Position));
        Assert.Equal(positions[2..], (await store.ReadRevisionsAsync(1, positions[1], 2, default)).Select(row => row.Position));
        Assert.Empty(await store.ReadRevisionsAsync(9, 0, 10, default));
    }

    [Fact]
    public async Task Changes_tell_of_settings_goals_and_closings()
    {
        await using var store = Home.OpenStore();
        var positions = await DefineThreeTimesAsync(store);
        var closed = await store.DefineAsync(
            Samples.Define(positions[2]) with { Settings = null, Touched = [1], Closing = Samples.Close("q1", 1) }, default);

        var all = await store.ReadChangesAsync("w", 0, 10, default);

        Assert.Equal([.. positions, closed], all.Select(row => row.Position));
        Assert.Equal([true, false, false, false], all.Select(row => row.Settings.HasValue));
        Assert.Equal([1, 1, 1, 0], all.Select(row => row.GoalCount));
        Assert.Equal([null, null, null, ClosingKind.Closed], all.Select(row => row.Closing));
        Assert.Equal("q1", all[3].Cycle);
        Assert.Equal([closed], (await store.ReadChangesAsync("w", positions[2], 10, default)).Select(row => row.Position));
        Assert.Equal([positions[0]], (await store.ReadSettingsAsync("w", default)).Select(row => row.Position));
        Assert.Empty(await store.ReadChangesAsync("v", 0, 10, default));
    }

    [Fact]
    public async Task Definitions_of_a_cut_are_those_before_its_instant_and_up_to_its_position()
    {
        await using var store = Home.OpenStore();
        var positions = await DefineThreeTimesAsync(store);
        var at = (await store.ReadChangesAsync("w", 0, 10, default)).Select(row => row.AcceptedAt).ToArray();

        Assert.Null(await store.ReadDefinitionsAsync("w", new ClosingCut(positions[2], at[0]), default));
        Assert.Null(await store.ReadDefinitionsAsync("w", new ClosingCut(positions[0] - 1, Instant.Latest), default));
        await Check(new ClosingCut(positions[2], at[1]), positions[0], "a", removed: false);
        await Check(new ClosingCut(positions[2], new Instant(at[1].UnixMillis + 1)), positions[1], "b", removed: false);
        await Check(new ClosingCut(positions[1], Instant.Latest), positions[1], "b", removed: false);
        await Check(new ClosingCut(positions[2], Instant.Latest), positions[2], "b", removed: true);

        async Task Check(ClosingCut cut, long position, string id, bool removed)
        {
            var past = await store.ReadDefinitionsAsync("w", cut, default);
            Assert.Equal(position, past!.Position);
            Assert.Equal(new byte[] { 9, 9 }, past.Settings.ToArray());
            Assert.Equal([(id, removed)], past.Goals.Select(goal => (goal.Name.Id, goal.Removed)));
        }
    }

    [Fact]
    public async Task A_commit_is_never_accepted_before_an_instant_that_the_clock_is_recorded_to_have_shown()
    {
        var shown = new Instant(Home.Time.GetUtcNow().ToUnixTimeMilliseconds() + 5_000);
        await using (var store = Home.OpenStore())
        {
            await store.RecordClockAsync(shown, default);
            await store.AppendAsync(Samples.Append(1, 0), default);
        }

        await using var again = Home.OpenStore();
        Assert.Equal([shown], (await Samples.HistoryAsync(again, 1)).Select(commit => commit.AcceptedAt));
    }

    private async Task<long[]> DefineThreeTimesAsync(IGoalStore store)
    {
        await store.ReserveGoalNumbersAsync(1, default);
        var first = await store.DefineAsync(Samples.Define(0, Samples.Kpi(1, "a")), default);
        Home.Time.Advance(TimeSpan.FromSeconds(1));
        DefinitionCommit Next(long expected, GoalDefinition goal) => Samples.Define(expected, goal) with { Settings = null };
        var second = await store.DefineAsync(Next(first, Samples.Kpi(1, "b")) with { Author = "bob", Reason = "better" }, default);
        Home.Time.Advance(TimeSpan.FromSeconds(1));
        var third = await store.DefineAsync(
            Next(second, Samples.Kpi(1, "b", removed: true)) with { Author = "cid", Reason = "no more" }, default);
        return [first, second, third];
    }
}
