namespace OkrGrains.Storage.Tests.Sqlite;

public sealed class FileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_store_is_empty()
    {
        await using var store = _folder.Open();
        Assert.Equal(0, store.LastPosition);
        Assert.Empty(await store.ReadWorkspacesAsync(default));
    }

    [Fact]
    public async Task An_empty_file_becomes_a_store_of_the_newest_format()
    {
        File.WriteAllBytes(_folder.Database, []);
        await using (var store = _folder.Open())
        {
            Assert.Equal(1, await store.AppendAsync(Samples.Append(1, 0), default));
        }

        Assert.Equal((long)OkrGrains.Storage.Sqlite.Schema.StoreFormat.Newest, _folder.Query("PRAGMA user_version"));
    }

    [Fact]
    public async Task Positions_keep_rising_after_a_restart()
    {
        long before;
        await using (var store = _folder.Open())
        {
            await store.AppendAsync(Samples.Append(1, 0), default);
            before = await store.AppendAsync(Samples.Append(2, 0), default);
        }

        await using var again = _folder.Open();
        Assert.Equal(before, again.LastPosition);
        Assert.Equal(before + 1, await again.AppendAsync(Samples.Append(3, 0), default));
    }

    [Fact]
    public async Task A_folder_that_is_served_is_refused_until_it_is_closed()
    {
        var store = _folder.Open();
        var refused = Assert.Throws<StoreRefusedException>(() => _folder.Open());
        Assert.Contains("already served", refused.Message, StringComparison.Ordinal);
        await store.AppendAsync(Samples.Append(1, 0), default);
        await store.DisposeAsync();
        await store.DisposeAsync();
        await using var again = _folder.Open();
        Assert.Equal(1, again.LastPosition);
    }

    [Fact]
    public async Task A_newer_format_is_refused_and_left_alone()
    {
        await CloseNewStoreAsync();
        _folder.Execute("PRAGMA user_version = 999");
        var refused = Assert.Throws<StoreRefusedException>(() => _folder.Open());
        Assert.Contains("format 999", refused.Message, StringComparison.Ordinal);
        Assert.Equal(999L, _folder.Query("PRAGMA user_version"));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        File.WriteAllText(_folder.Database, new string('x', 5_000));
        Assert.Contains("not a database", Assert.Throws<StoreRefusedException>(() => _folder.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_left_alone()
    {
        _folder.Execute("CREATE TABLE theirs (x)");
        Assert.Contains("another program", Assert.Throws<StoreRefusedException>(() => _folder.Open()).Message, StringComparison.Ordinal);
        Assert.Equal("delete", _folder.Query("PRAGMA journal_mode"));
        Assert.Equal(1L, _folder.Query("SELECT count(*) FROM sqlite_schema"));
    }

    [Fact]
    public async Task A_log_without_its_file_is_refused()
    {
        await CloseNewStoreAsync();
        File.Delete(_folder.Database);
        File.WriteAllText(_folder.Database + "-wal", "frames");
        Assert.Contains("is missing", Assert.Throws<StoreRefusedException>(() => _folder.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_of_the_files_of_an_open_store_holds_everything_acknowledged()
    {
        using var copy = new TestFolder();
        await using var store = _folder.Open();
        var position = 0L;
        for (var i = 0; i < 20; i++)
        {
            position = await store.AppendAsync(Samples.Append(1, position, Samples.Reading(i)), default);
        }

        File.Copy(_folder.Database, copy.Database);
        File.Copy(_folder.Database + "-wal", copy.Database + "-wal");
        await using var restarted = copy.Open();
        Assert.Equal(position, restarted.LastPosition);
        Assert.Equal(20, (await Samples.HistoryAsync(restarted, 1)).Count);
        Assert.Equal(position, (await restarted.ReadStateAsync(1, default))!.Position);
    }

    [Fact]
    public async Task The_log_is_copied_into_the_file_and_used_again()
    {
        await using var store = _folder.Open(configure: options => options.CheckpointBytes = 1 << 16);
        var position = 0L;
        for (var i = 0; i < 200; i++)
        {
            position = await store.AppendAsync(Samples.Append(1, position, Samples.Reading(i)), default);
        }

        Assert.InRange(new FileInfo(_folder.Database + "-wal").Length, 1, 1 << 18);
        Assert.Equal(200, (await Samples.HistoryAsync(store, 1)).Count);
    }

    [Fact]
    public async Task A_closed_store_is_one_file()
    {
        await using (var store = _folder.Open())
        {
            await store.AppendAsync(Samples.Append(1, 0), default);
        }

        Assert.Equal(0, File.Exists(_folder.Database + "-wal") ? new FileInfo(_folder.Database + "-wal").Length : 0);
    }

    private async Task CloseNewStoreAsync()
    {
        await using var store = _folder.Open();
    }
}
