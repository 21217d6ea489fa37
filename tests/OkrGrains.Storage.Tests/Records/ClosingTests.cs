using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Tests.Records;

public abstract class ClosingTests(StoreHome home) : StoreContract(home)
{
    [Fact]
    public async Task Finals_stand_from_a_closing_to_its_reopening_and_stay_on_record()
    {
        await using var store = Home.OpenStore();
        await store.ReserveGoalNumbersAsync(2, default);
        var defined = await store.DefineAsync(Samples.Define(0, Samples.Objective(1, "a"), Samples.Objective(2, "b")), default);
        Assert.Empty((await Samples.RecordAsync(store, 1)).Finals);

        var closed = await ChangeAsync(store, defined, Samples.Close("q1", 1, 2));
        var standing = new StandingFinal(Samples.Final(1), Samples.Close("q1").At);
        Assert.Equal(standing, Assert.Single((await Samples.RecordAsync(store, 1)).Finals, final => final.Key == "q1").Value);

        var reopened = await ChangeAsync(store, closed, Samples.Close("q1") with { Kind = ClosingKind.Reopened });
        Assert.Empty((await Samples.RecordAsync(store, 1)).Finals);
        Assert.Equal([Samples.Final(1), Samples.Final(2)], await store.ReadFinalsAsync("w", closed, default));

        var again = await ChangeAsync(store, reopened, Samples.Close("q1") with { Finals = [Samples.Final(1, score: 5)] });
        Assert.Equal(Samples.Final(1, 5), (await Samples.RecordAsync(store, 1)).Finals["q1"].Final);
        Assert.Empty((await Samples.RecordAsync(store, 2)).Finals);
        Assert.Equal(
            [(closed, ClosingKind.Closed, 2), (reopened, ClosingKind.Reopened, 0), (again, ClosingKind.Closed, 1)],
            (await store.ReadClosingsAsync("w", default)).Select(row => (row.Position, row.Kind, row.GoalCount)));
    }

    [Fact]
    public async Task A_closing_raises_the_revision_of_what_it_touches()
    {
        await using var store = Home.OpenStore();
        await store.ReserveGoalNumbersAsync(2, default);
        var defined = await store.DefineAsync(Samples.Define(0, Samples.Kpi(1, "a"), Samples.Kpi(2, "b")), default);
        var closed = await ChangeAsync(store, defined, Samples.Close("q1", 1));
        Assert.Equal([closed, defined], (await store.ReadGoalsAsync("w", default)).Select(row => row.Revision));
        Assert.Equal([defined, defined], (await store.ReadGoalsAsync("w", default)).Select(row => row.Defined));
    }

    [Fact]
    public async Task Cycles_of_one_name_in_two_workspaces_that_share_a_commit_are_apart()
    {
        using var commits = new HeldCommits();
        await using var store = Home.OpenStore(commits.BeforeCommit);
        await store.ReserveGoalNumbersAsync(2, default);
        var w = await store.DefineAsync(Samples.Define(0, Samples.Objective(1, "a")), default);
        var v = await store.DefineAsync(Samples.Define(0, Samples.Objective(2, "a")) with { Workspace = "v" }, default);
        commits.Hold();
        var held = store.AppendAsync(Samples.Append(9, 0), default).AsTask();
        await commits.Reached();
        var both = Task.WhenAll(
            ChangeAsync(store, w, Samples.Close("q1", 1)), ChangeAsync(store, v, Samples.Close("q1", 2), "v"));
        commits.Release();
        await held;
        var closings = await both;
        Assert.Equal(closings[0], closings[1]);
        Assert.Equal([Samples.Final(1)], await store.ReadFinalsAsync("w", closings[0], default));
        Assert.Equal([Samples.Final(2)], await store.ReadFinalsAsync("v", closings[1], default));
        Assert.Equal(["q1"], (await Samples.RecordAsync(store, 2)).Finals.Keys);
    }

    private static Task<long> ChangeAsync(IGoalStore store, long expected, ClosingCommit closing, string workspace = "w")
    {
        var touched = closing.Finals.Select(final => final.Goal).ToArray();
        var commit = Samples.Define(expected) with { Workspace = workspace, Settings = null, Touched = touched, Closing = closing };
        return store.DefineAsync(commit, default).AsTask();
    }
}
