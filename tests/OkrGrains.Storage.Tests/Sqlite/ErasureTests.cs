using System.Text;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite;
using OkrGrains.Storage.Sqlite.Checks;

namespace OkrGrains.Storage.Tests.Sqlite;

public sealed class ErasureTests : IDisposable
{
    private static readonly string[] Tables =
    [
        "SELECT count(*) FROM states WHERE goal IN (1, 3)",
        "SELECT count(*) FROM amendments WHERE goal IN (1, 3)",
        "SELECT count(*) FROM check_ins WHERE goal IN (1, 3)",
        "SELECT count(*) FROM edges_up WHERE child IN (1, 3)",
        "SELECT count(*) FROM edges_down WHERE parent IN (1, 3)",
        "SELECT count(*) FROM goals WHERE goal IN (1, 3)",
        "SELECT count(*) FROM revisions WHERE goal IN (1, 3)",
        "SELECT count(*) FROM finals WHERE goal IN (1, 3)",
        "SELECT count(*) FROM closings",
        "SELECT count(*) FROM changes WHERE workspace = 1",
        "SELECT count(*) FROM producers WHERE workspace LIKE 'w%'",
        "SELECT count(*) FROM requests",
    ];

    private readonly TestFolder _folder = new();
    private readonly HeldCommits _commits = new();

    public void Dispose()
    {
        _commits.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Nothing_but_the_tombstone_is_left_of_an_erased_workspace()
    {
        List<StoredReadings> before;
        await using (var store = _folder.Open(_commits.BeforeCommit))
        {
            var (w, _) = await FilledWorkspace.FillAsync(store, _commits);
            before = await Samples.HistoryAsync(store, 2);
            await store.DeleteWorkspaceAsync(Deletion(w), default);
            await FilledWorkspace.ErasedAsync(store);
            await CheckKeptAsync(store, before);
        }

        CheckGone(_folder);
        Assert.Empty(StoreVerification.Run(_folder.Path, default).Faults);
        await using var again = _folder.Open();
        await CheckKeptAsync(again, before);
        Assert.Equal(ErasureState.Done, Assert.Single(await again.ReadTombstonesAsync("w", default)).Erasure);
    }

    [Fact]
    public async Task An_erasure_that_a_crash_interrupts_goes_on_at_the_next_start_and_every_state_between_is_sound()
    {
        // The files as they are just before a commit are those that a crash leaves.
        var crashes = new List<TestFolder>();
        var copies = false;
        List<StoredReadings> before;
        await using (var store = _folder.Open(() =>
        {
            _commits.BeforeCommit();
            if (copies)
            {
                crashes.Add(new TestFolder());
                _folder.CopyTo(crashes[^1]);
            }
        }))
        {
            var (w, _) = await FilledWorkspace.FillAsync(store, _commits);
            before = await Samples.HistoryAsync(store, 2);
            await store.DeleteWorkspaceAsync(Deletion(w) with { Erases = false }, default);
            copies = true;
            Assert.Equal(1, await store.EraseDeletedAsync("w", default));
            await FilledWorkspace.ErasedAsync(store);
        }

        Assert.InRange(crashes.Count, 8, 30);
        foreach (var crashed in crashes)
        {
            Assert.Empty(StoreVerification.Run(crashed.Path, default).Faults);
            await using (var again = crashed.Open())
            {
                await again.EraseDeletedAsync("w", default);
                await FilledWorkspace.ErasedAsync(again);
                await CheckKeptAsync(again, before);
            }

            CheckGone(crashed);
            Assert.Empty(StoreVerification.Run(crashed.Path, default).Faults);
            crashed.Dispose();
        }
    }

    [Fact]
    public async Task Between_the_pieces_of_an_erasure_the_edges_that_are_left_do_not_pass_for_damage()
    {
        const int goals = 600;
        var copies = false;
        var faults = new List<string>();
        await using var store = _folder.Open(() =>
        {
            if (copies)
            {
                using var crashed = new TestFolder();
                _folder.CopyTo(crashed);
                faults.AddRange(StoreVerification.Run(crashed.Path, default).Faults);
            }
        });
        await store.ReserveGoalNumbersAsync(goals + 2, default);
        long[] children = [.. Enumerable.Range(1, goals - 1)];
        var commit = Samples.Define(0, [.. Enumerable.Range(1, goals).Select(goal => Samples.Kpi(goal, $"a{goal}"))]) with
        {
            Rewired = children,
            Edges = [.. children.Select(child => Samples.Edge(child, goals))],
        };
        var w = await store.DefineAsync(commit, default);
        var kept = Samples.Define(0, Samples.Kpi(goals + 1, "a"), Samples.Kpi(goals + 2, "b")) with
        {
            Workspace = "v",
            Rewired = [goals + 1],
            Edges = [Samples.Edge(goals + 1, goals + 2)],
        };
        await store.DefineAsync(kept, default);
        copies = true;

        await store.DeleteWorkspaceAsync(Deletion(w), default);
        await FilledWorkspace.ErasedAsync(store);

        Assert.Empty(faults);
        Assert.Equal(0L, _folder.Query($"SELECT count(*) FROM edges_up WHERE child <= {goals}"));
        Assert.Equal(0L, _folder.Query($"SELECT count(*) FROM edges_down WHERE parent <= {goals}"));
        Assert.Single(await store.ReadEdgesAsync("v", default));
    }

    [Fact]
    public async Task Edges_that_an_erasure_left_in_an_older_format_go_with_their_goals()
    {
        const int goals = 600;
        using var whole = new TestFolder();
        var crashed = new List<TestFolder>();
        var copies = false;
        await using (var store = _folder.Open(() =>
        {
            if (copies)
            {
                crashed.Add(new TestFolder());
                _folder.CopyTo(crashed[^1]);
            }
        }))
        {
            await store.ReserveGoalNumbersAsync(goals, default);
            long[] children = [.. Enumerable.Range(6, goals - 5)];
            var commit = Samples.Define(0, [.. Enumerable.Range(1, goals).Select(goal => Samples.Kpi(goal, $"a{goal}"))]) with
            {
                Rewired = children,
                Edges = [.. children.Select(child => Samples.Edge(child, 5))],
            };
            var w = await store.DefineAsync(commit, default);
            _folder.CopyTo(whole);
            copies = true;
            await store.DeleteWorkspaceAsync(Deletion(w), default);
            await FilledWorkspace.ErasedAsync(store);
        }

        // Between the first two pieces goal 5 has no edges left, as in the present format; a former one removed those by child alone.
        var between = crashed.First(folder => folder.Query("SELECT erased_to FROM tombstones") is long and > 5);
        between.Execute($"ATTACH '{whole.Database}' AS whole; INSERT INTO edges_down SELECT * FROM whole.edges_down WHERE parent = 5");
        await using (var again = between.Open())
        {
            await FilledWorkspace.ErasedAsync(again);
            Assert.Equal(0L, between.Query("SELECT count(*) FROM edges_down"));
        }

        Assert.Empty(StoreVerification.Run(between.Path, default).Faults);
        crashed.ForEach(static folder => folder.Dispose());
    }

    [Fact]
    public async Task No_copies_of_erased_rows_are_left_in_the_unused_parts_of_pages()
    {
        await using (var store = _folder.Open(_commits.BeforeCommit))
        {
            await DeleteScatteredAsync(store);
            Assert.True(HoldsSecrets(), "What is to be erased is in the file.");
            await store.EraseDeletedAsync("w", default);
            await FilledWorkspace.ErasedAsync(store);
            Assert.False(HoldsSecrets());
        }

        Assert.False(HoldsSecrets());
        Assert.Empty(StoreVerification.Run(_folder.Path, default).Faults);
    }

    [Fact]
    public async Task A_large_file_is_written_anew_when_it_is_opened_next()
    {
        void Large(StoreOptions options) => options.RewrittenBytes = 0;
        await using (var store = _folder.Open(configure: Large))
        {
            await DeleteScatteredAsync(store);
            await store.EraseDeletedAsync("w", default);
            while (_folder.Query("SELECT erasure FROM tombstones") is not 4L)
            {
                await Task.Yield();
            }

            Assert.Equal(ErasureState.Running, Assert.Single(await store.ReadTombstonesAsync("w", default)).Erasure);
        }

        Assert.True(HoldsSecrets());
        await using var again = _folder.Open(configure: Large);
        await FilledWorkspace.ErasedAsync(again);
        Assert.False(HoldsSecrets());
    }

    [Fact]
    public async Task The_writes_of_others_go_on_while_a_large_workspace_is_erased()
    {
        await using var store = _folder.Open(_commits.BeforeCommit);
        const int goals = 600;
        await store.ReserveGoalNumbersAsync(goals + 1, default);
        var w = await store.DefineAsync(
            Samples.Define(0, [.. Enumerable.Range(1, goals).Select(goal => Samples.Kpi(goal, $"a{goal}"))]), default);
        await store.DefineAsync(Samples.Define(0, Samples.Kpi(goals + 1, "a")) with { Workspace = "v" }, default);
        for (var goal = 1; goal <= goals; goal++)
        {
            await store.AddCheckInAsync(Samples.CheckIn(goal, 1), default);
        }

        _commits.Hold();
        var deleting = store.DeleteWorkspaceAsync(Deletion(w), default).AsTask();
        await _commits.Reached();
        var first = store.AppendAsync(Samples.Append(goals + 1, 0, Samples.Reading(1)), default).AsTask();
        _commits.Release();
        await deleting;
        var position = await first;
        await FilledWorkspace.ErasedAsync(store);
        Assert.True(store.LastPosition - position > 5, "The erasure is divided into small commits.");
    }

    [Fact]
    public async Task Numbers_of_erased_producers_and_workspaces_are_not_used_again()
    {
        await using var store = _folder.Open(_commits.BeforeCommit);
        await store.ReserveGoalNumbersAsync(1, default);
        var v = await store.DefineAsync(Samples.Define(0, Samples.Kpi(1, "a")), default);
        var number = (await store.OpenProducerAsync("w", "p", default)).Number;
        await store.DeleteWorkspaceAsync(Deletion(v), default);
        await FilledWorkspace.ErasedAsync(store);
        await store.DefineAsync(Samples.Define(0), default);
        Assert.Equal(number + 1, (await store.OpenProducerAsync("w", "p", default)).Number);
        Assert.Equal(2, (await store.ReadWorkspaceAsync("w", default))!.Generation);
        await Assert.ThrowsAsync<WorkspaceDeletedException>(async () => await store.AppendAsync(Samples.Append(1, 0), default));
    }

    [Fact]
    public async Task Erasing_takes_the_generations_that_were_deleted_before_as_well()
    {
        await using var store = _folder.Open();
        var first = await store.DefineAsync(Samples.Define(0), default);
        await store.DeleteWorkspaceAsync(Deletion(first) with { Erases = false }, default);
        var second = await store.DefineAsync(Samples.Define(0), default);
        await store.DeleteWorkspaceAsync(Deletion(second), default);
        await FilledWorkspace.ErasedAsync(store);
        Assert.Equal(2, (await store.ReadTombstonesAsync("w", default)).Count);
        Assert.Equal(0, await store.EraseDeletedAsync("w", default));
    }

    /// <summary>
    /// Deletes a workspace whose rows were written between those of another, and in several revisions, so that pages were split often.
    /// </summary>
    private static async Task DeleteScatteredAsync(SqliteGoalStore store)
    {
        const int goals = 120;
        await store.ReserveGoalNumbersAsync(goals, default);
        long w = 0, v = 0;
        for (var revision = 0; revision < 4; revision++)
        {
            w = await DefineAsync("w", w, 1);
            v = await DefineAsync("v", v, 2);
        }

        await store.DeleteWorkspaceAsync(Deletion(w) with { Erases = false }, default);

        ValueTask<long> DefineAsync(string workspace, long expected, int first)
        {
            var text = workspace == "w" ? FilledWorkspace.Secret : "open";
            var rows = Enumerable.Range(0, goals / 2).Select(index => first + (2 * index)).Select(goal => Samples.Kpi(goal, $"a{goal}") with
            {
                Body = Encoding.UTF8.GetBytes($"{text} {goal} {new string('x', (int)(goal * 37 % 400))}"),
            });
            return store.DefineAsync(Samples.Define(expected, [.. rows]) with { Workspace = workspace }, default);
        }
    }

    private bool HoldsSecrets() => new[] { _folder.Database, _folder.Log }.Any(file =>
        File.Exists(file) && Encoding.Latin1.GetString(File.ReadAllBytes(file)).Contains(FilledWorkspace.Secret, StringComparison.Ordinal));

    private static WorkspaceDeletion Deletion(long revision) => new("w", revision, "eve", "over", Erases: true);

    /// <summary>Checks that the other workspace is as it was.</summary>
    private static async Task CheckKeptAsync(SqliteGoalStore store, List<StoredReadings> before)
    {
        var after = await Samples.HistoryAsync(store, 2);
        Assert.Equal(before.Select(commit => commit.Position), after.Select(commit => commit.Position));
        Assert.Equal(
            before.SelectMany(commit => commit.Accepted.ToArray()), after.SelectMany(commit => commit.Accepted.ToArray()));
        Assert.Equal(
            before.SelectMany(commit => commit.Readings.ToArray()), after.SelectMany(commit => commit.Readings.ToArray()));
        Assert.Equal(2, (await store.ReadGoalsAsync("v", default)).Count);
        Assert.Single(await store.ReadEdgesAsync("v", default));
        Assert.Single(await store.ReadCheckInsAsync(4, long.MaxValue, 9, default));
    }

    private static void CheckGone(TestFolder folder)
    {
        Assert.All(Tables, query => Assert.Equal(0L, folder.Query(query)));
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(folder.Database));
        var others = text.Replace(FilledWorkspace.Secret + "2", "", StringComparison.Ordinal)
            .Replace(FilledWorkspace.Secret + "4", "", StringComparison.Ordinal);
        Assert.DoesNotContain(FilledWorkspace.Secret, others, StringComparison.Ordinal);
    }
}
