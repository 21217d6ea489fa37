using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Tests.Support;

/// <summary>Two workspaces with rows in every table, whose readings share commits and chunks: <c>w</c> is deleted, <c>v</c> stays.</summary>
internal static class FilledWorkspace
{
    /// <summary>A text in everything that people have written about <c>w</c>.</summary>
    public const string Secret = "hush-hush";

    public static NamedRequest Request(string id) => new(id, [.. Enumerable.Repeat((byte)1, 32)]);

    /// <summary>Fills the store: goals 1 and 3 are of <c>w</c>, 2 and 4 of <c>v</c>.</summary>
    /// <returns>The revisions of <c>w</c> and <c>v</c>.</returns>
    public static async Task<(long W, long V)> FillAsync(IGoalStore store, HeldCommits commits)
    {
        await store.ReserveGoalNumbersAsync(4, default);
        var w = await DefineAsync(store, "w", 1, 3);
        var v = await DefineAsync(store, "v", 2, 4);
        var producers = new Dictionary<long, long>();
        foreach (var goal in new long[] { 1, 2, 3, 4 })
        {
            producers[goal] = (await store.OpenProducerAsync(goal % 2 == 1 ? "w" : "v", Secret + goal, default)).Number;
        }

        long[] last = [0, 0, 0, 0, 0];
        for (var round = 1; round <= 3; round++)
        {
            last = await AppendAllAsync(store, commits, producers, last, round);
        }

        await AmendAsync(store, 1, last[1], producers[1]);
        await AmendAsync(store, 2, last[2], producers[2]);
        await store.AddCheckInAsync(Samples.CheckIn(3, 1, "asked") with { Note = Secret }, default);
        await store.AddCheckInAsync(Samples.CheckIn(3, 2) with { Note = Secret }, default);
        await store.AddCheckInAsync(Samples.CheckIn(4, 1), default);
        await store.RecordRequestAsync(new NewRequest("w", Request("asked"), new byte[] { 1 }), default);
        w = await store.DefineAsync(Samples.Define(w) with { Settings = null, Touched = [3], Closing = Samples.Close("q1", 3) }, default);
        return (w, v);
    }

    /// <summary>Completes once no deleted workspace's bytes are being removed any more.</summary>
    public static async Task ErasedAsync(IGoalStore store)
    {
        using var commits = new SemaphoreSlim(0);
        using var listening = store.Listen(_ => commits.Release());
        while ((await store.ReadTombstonesAsync(after: 0, default)).Any(row => row.Erasure != ErasureState.Done))
        {
            Assert.True(await commits.WaitAsync(TimeSpan.FromSeconds(30)));
        }
    }

    private static async Task<long> DefineAsync(IGoalStore store, string workspace, long kpi, long objective)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(workspace == "w" ? Secret : "open");
        var commit = Samples.Define(0, Samples.Kpi(kpi, "a") with { Body = text }, Samples.Objective(objective, "b") with { Body = text });
        return await store.DefineAsync(
            commit with
            {
                Workspace = workspace,
                Settings = text,
                Rewired = [kpi],
                Edges = [Samples.Edge(kpi, objective)],
                Reason = workspace == "w" ? Secret : "because",
            },
            default);
    }

    /// <summary>Appends readings to all goals in one commit.</summary>
    private static async Task<long[]> AppendAllAsync(
        IGoalStore store, HeldCommits commits, Dictionary<long, long> producers, long[] last, int round)
    {
        commits.Hold();
        var held = store.AppendAsync(Samples.Append(100, last[0], Samples.Reading(round, producer: 99)), default).AsTask();
        await commits.Reached();
        var all = Task.WhenAll(producers.Select(entry => store.AppendAsync(
            Samples.Append(
                entry.Key,
                last[entry.Key],
                Samples.Reading((2 * round) - 1, entry.Key + 0.25, entry.Value),
                Samples.Reading(2 * round, entry.Key, entry.Value)),
            default).AsTask()));
        commits.Release();
        return [await held, .. await all];
    }

    private static async Task AmendAsync(IGoalStore store, long goal, long last, long producer)
    {
        var amend = Samples.Amend(goal, last, 3, 2.5, producer);
        await store.AmendAsync(amend with { Amendment = amend.Amendment with { Reason = goal == 1 ? Secret : "typo" } }, default);
    }
}
