using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Tests.Sqlite;

/// <summary>Looks into the rows of the file: what the store writes there, and what it says of rows that somebody else has changed.</summary>
public sealed class RowTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_change_is_kept_with_author_reason_and_instant()
    {
        await using (var store = _folder.Open())
        {
            await store.ReserveGoalNumbersAsync(1, default);
            var first = await store.DefineAsync(Samples.Define(0, Samples.Kpi(1, "a")), default);
            _folder.Time.Advance(TimeSpan.FromSeconds(1));
            await store.DefineAsync(Samples.Define(first, Samples.Kpi(1, "b")) with { Author = "bob", Settings = null }, default);
        }

        const string Changes =
            "SELECT group_concat(position || author || reason || (accepted_at / 1000 % 60) || iif(settings IS NULL, '-', hex(settings))) FROM changes";
        Assert.Equal("2annbecause00909,3bobbecause1-", _folder.Query(Changes));
        Assert.Equal("2a,3b", _folder.Query("SELECT group_concat(position || name) FROM revisions"));
    }

    [Fact]
    public async Task A_commit_of_many_goals_is_cut_into_rows()
    {
        using var commits = new HeldCommits();
        await using var store = _folder.Open(commits.BeforeCommit);
        commits.Hold();
        var opening = store.ReserveGoalNumbersAsync(1, default).AsTask();
        await commits.Reached();
        var appends = Enumerable.Range(1, 5_000).Select(goal => store.AppendAsync(Samples.Append(goal * 3, 0), default).AsTask()).ToArray();
        commits.Release();
        await opening;
        await Task.WhenAll(appends);

        Assert.Equal(2L, _folder.Query("SELECT count(*) FROM chunks"));
        Assert.Equal(2_502 * 3L, _folder.Query("SELECT max(first_goal) FROM chunks"));
    }

    [Fact]
    public async Task A_damaged_request_is_noticed()
    {
        await using (var store = _folder.Open())
        {
            await store.RecordRequestAsync(Request("one"), default);
        }

        _folder.Execute("UPDATE requests SET digest = x'00'");

        Assert.Contains(_folder.Verify(), fault => fault.Contains("request", StringComparison.Ordinal));
        Assert.Throws<StoreRefusedException>(() => _folder.Open());
    }

    [Fact]
    public async Task A_store_of_the_format_before_requests_gets_them_when_it_is_opened()
    {
        await using (var store = _folder.Open())
        {
            await store.AppendAsync(Samples.Append(1, 0), default);
        }

        OlderFormats.TakeBack(_folder, 1);
        await using var migrated = _folder.Open();
        await migrated.RecordRequestAsync(Request("one"), default);
        Assert.NotNull(await migrated.FindRequestAsync("w", "one", default));
        Assert.Single(await Samples.HistoryAsync(migrated, 1));
    }

    private static NewRequest Request(string id) => new("w", new NamedRequest(id, [1, 2, 3]), ReadOnlyMemory<byte>.Empty);
}
