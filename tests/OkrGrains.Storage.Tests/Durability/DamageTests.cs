using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite;

namespace OkrGrains.Storage.Tests.Durability;

public sealed class DamageTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Lists the columns of every table that is read, except for those that only an index search reads.</summary>
    public static TheoryData<string, string> Columns()
    {
        var columns = new TheoryData<string, string>();
        foreach (var (table, names) in new[]
        {
            ("chunks", "accepted_at body checksum first_goal"),
            ("states", "stale_at image"),
            ("workspaces", "revision settings_revision settings checksum"),
            ("goals", "kind name removed defined revision checksum"),
            ("revisions", "owner ordinal removed body checksum"),
            ("edges_up", "edges checksum"),
            ("edges_down", "combiner edges checksum"),
            ("producers", "epoch last_sequence checksum"),
            ("amendments", "accepted_at value author reason checksum"),
        })
        {
            foreach (var column in names.Split(' '))
            {
                columns.Add(table, column);
            }
        }

        return columns;
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task A_changed_column_is_refused_when_its_row_is_read(string table, string column)
    {
        await FillAsync();
        await using var store = _folder.Open();
        Damage(table, column);
        await Assert.ThrowsAsync<StoreDamagedException>(async () => await ReadAsync(store, table));
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task A_changed_column_refuses_the_store_at_its_start(string table, string column)
    {
        await FillAsync();
        Damage(table, column);
        if (table == "chunks")
        {
            // The start does not check readings, since there may be very many. They are checked when they are read.
            await using var store = _folder.Open();
            Assert.Null(store.ReadOnlyReason);
            return;
        }

        Assert.Contains("does not match its checksum", Assert.Throws<StoreRefusedException>(() => _folder.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_definition_of_a_table_refuses_the_store()
    {
        await FillAsync();
        _folder.Execute("DROP INDEX states_by_staleness");
        Assert.Contains("not those of its format", Assert.Throws<StoreRefusedException>(() => _folder.Open()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETE FROM edges_up")]
    [InlineData("DELETE FROM edges_down")]
    public async Task Edges_that_are_lost_in_one_direction_refuse_the_store(string loss)
    {
        await FillAsync();
        _folder.Execute(loss);
        Assert.Contains("edges by child and", Assert.Throws<StoreRefusedException>(() => _folder.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_edge_of_an_older_format_refuses_the_store_and_leaves_it_in_that_format()
    {
        await FillAsync();
        OlderFormats.TakeBack(_folder, 5);
        _folder.Execute("INSERT INTO edges VALUES (2, 1, 0, 1, 0, 0, 1, 1, 7)");
        Assert.Contains("does not match its checksum", Assert.Throws<StoreRefusedException>(() => _folder.Open()).Message, StringComparison.Ordinal);
        Assert.Equal(5L, _folder.Query("PRAGMA user_version"));
    }

    [Theory]
    [InlineData("position")]
    [InlineData("accepted_at")]
    [InlineData("next_goal")]
    [InlineData("clock_seen")]
    [InlineData("checksum")]
    public async Task Changed_counters_refuse_the_store(string column)
    {
        await FillAsync();
        Damage("counters", column);
        Assert.Throws<StoreRefusedException>(() => _folder.Open());
    }

    [Fact]
    public async Task Lost_readings_are_noticed_and_not_passed_over()
    {
        await FillAsync();
        _folder.Execute("DELETE FROM chunks WHERE position = (SELECT min(position) FROM chunks)");
        await using var store = _folder.Open();
        await Assert.ThrowsAsync<StoreDamagedException>(() => Samples.HistoryAsync(store, 1));
    }

    [Fact]
    public async Task A_lost_amendment_is_noticed_and_not_passed_over()
    {
        await FillAsync();
        _folder.Execute("DELETE FROM amendments");
        await using var store = _folder.Open();
        await Assert.ThrowsAsync<StoreDamagedException>(() => Samples.HistoryAsync(store, 1));
    }

    [Fact]
    public async Task A_row_put_in_the_place_of_another_is_noticed()
    {
        await FillAsync();
        await using var store = _folder.Open();
        _folder.Execute("UPDATE states SET image = (SELECT image FROM states WHERE goal = 2) WHERE goal = 1");
        await Assert.ThrowsAsync<StoreDamagedException>(async () => await store.ReadStateAsync(1, default));
    }

    [Fact]
    public async Task A_damaged_state_refuses_the_write_on_it_and_no_other()
    {
        var position = await FillAsync();
        await using var store = _folder.Open();
        Damage("states", "image");
        await Assert.ThrowsAsync<StoreDamagedException>(async () => await store.AppendAsync(Samples.Append(1, position), default));
        var define = Samples.Define(2) with { Touched = [1, 2] };
        await Assert.ThrowsAsync<StoreDamagedException>(async () => await store.DefineAsync(define, default));
        Assert.Equal(2, (await store.ReadWorkspaceAsync("w", default))!.Revision);
        Assert.Equal(position + 1, await store.AppendAsync(Samples.Append(5, 0), default));
    }

    [Theory]
    [InlineData("edges_up")]
    [InlineData("edges_down")]
    public async Task Damaged_edges_refuse_the_change_that_reads_them_and_nothing_after_it(string table)
    {
        await FillAsync();
        using var commits = new HeldCommits();
        await using var store = _folder.Open(commits.BeforeCommit);
        await store.ReserveGoalNumbersAsync(2, default);
        Damage(table, "edges");
        commits.Hold();
        var first = store.RecordClockAsync(new Model.Time.Instant(6), default).AsTask();
        await commits.Reached();
        var revision = (await store.ReadWorkspaceAsync("w", default))!.Revision;
        var refused = store.DefineAsync(Samples.Define(revision) with { Rewired = [1] }, default).AsTask();
        var kept = store.AppendAsync(Samples.Append(5, 0), default).AsTask();
        commits.Release();
        await first;
        await Assert.ThrowsAsync<StoreDamagedException>(() => refused);
        await kept;

        var other = Samples.Define(0, Samples.Kpi(3, "a"), Samples.Kpi(4, "b")) with { Workspace = "v", Rewired = [3], Edges = [Samples.Edge(3, 4)] };
        await store.DefineAsync(other, default);
        Assert.Single(await store.ReadEdgesAsync("v", default));
    }

    private async Task<long> FillAsync()
    {
        await using var store = _folder.Open();
        await store.ReserveGoalNumbersAsync(2, default);
        var commit = Samples.Define(0, Samples.Kpi(1, "a") with { Owner = 2 }, Samples.Kpi(2, "b")) with
        {
            Rewired = [1],
            Edges = [Samples.Edge(1, 2) with { Combiner = 1 }],
        };
        await store.DefineAsync(commit, default);
        await store.OpenProducerAsync("w", "p", default);
        await store.RecordClockAsync(new Model.Time.Instant(5), default);
        var first = await store.AppendAsync(Samples.Append(1, 0), default);
        await store.SaveStateAsync(Samples.Save(2, 0, body: 8), default);
        var second = await store.AppendAsync(
            Samples.Append(1, first, Samples.Reading(2)) with { State = Samples.Save(1, first, 2, validUntil: 9_000) }, default);
        await store.AmendAsync(Samples.Amend(1, second, 1, 2.5) with { State = Samples.Save(1, second, 2, validUntil: 9_000) }, default);
        return store.LastPosition;
    }

    private static async Task ReadAsync(SqliteGoalStore store, string table) => await (table switch
    {
        "chunks" or "amendments" => Samples.HistoryAsync(store, 1),
        "states" => store.ReadStateAsync(1, default).AsTask(),
        "workspaces" => store.ReadWorkspaceAsync("w", default).AsTask(),
        "edges_up" => store.ReadSubtreeAsync(1, null, SubtreeScope.Whole, default).AsTask(),
        "edges_down" => store.ReadEdgesAsync("w", default).AsTask(),
        "producers" => store.ReadProducerAsync("w", "p", default).AsTask(),
        _ => (Task)store.ReadGoalAsync(1, default).AsTask(),
    });

    /// <summary>Flips the lowest bit of a number, or of the first byte of a text or blob.</summary>
    private void Damage(string table, string column)
    {
        var where = table is "states" or "goals" or "revisions" ? "WHERE goal = 1" : string.Empty;
        var type = (string)_folder.Query($"SELECT typeof({column}) FROM {table} {where}")!;
        var flipped = type switch
        {
            "integer" => $"({column} | 1) - ({column} & 1)",
            "null" => "1",
            _ => $"cast(x'{Flip((string)_folder.Query($"SELECT hex({column}) FROM {table} {where}")!)}' AS {type})",
        };
        Assert.NotEqual(0, _folder.Execute($"UPDATE {table} SET {column} = {flipped} {where}"));
    }

    private static string Flip(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        bytes[0] ^= 1;
        return Convert.ToHexString(bytes);
    }
}
