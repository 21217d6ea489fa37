using OkrGrains.Storage.Sqlite.Checks;

namespace OkrGrains.Storage.Tests.Sqlite;

public sealed class BackupTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestFolder _restored = new();

    public void Dispose()
    {
        _folder.Dispose();
        _restored.Dispose();
    }

    [Fact]
    public async Task A_copy_of_a_served_store_restores_to_what_was_acknowledged_and_goes_on()
    {
        await using (var store = _folder.Open())
        {
            await VerificationTests.FillAsync(store);
            var copy = StoreBackup.Write(_folder.Path, _restored.Database, default);
            Assert.Equal((8, 3), (copy.Position, copy.Readings));
            await store.AppendAsync(Samples.Append(1, 5), default);
        }

        Assert.Equal([_restored.Database], Directory.GetFiles(_restored.Path));
        await using (var again = _restored.Open())
        {
            Assert.Null(again.ReadOnlyReason);
            Assert.Equal([3L, 4, 5], (await Samples.HistoryAsync(again, 1)).Select(commit => commit.Position));
            Assert.Equal(9, await again.AppendAsync(Samples.Append(1, 5), default));
        }

        Assert.Empty(StoreVerification.Run(_restored.Path, default).Faults);
    }

    [Fact]
    public async Task The_note_of_a_restored_store_holds_what_was_restored()
    {
        await using (var store = _folder.Open())
        {
            await VerificationTests.FillAsync(store);
            StoreBackup.Write(_folder.Path, _restored.Database, default);
        }

        await using (_restored.Open())
        {
        }

        File.WriteAllBytes(_restored.Database, []);
        Assert.Contains("commit 8 was acknowledged", Assert.Throws<StoreRefusedException>(() => _restored.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_overwritten()
    {
        await using var store = _folder.Open();
        File.WriteAllText(_restored.Database, "precious");
        Assert.Throws<IOException>(() => StoreBackup.Write(_folder.Path, _restored.Database, default));
        Assert.Equal("precious", File.ReadAllText(_restored.Database));
    }

    [Fact]
    public async Task Somebodys_partial_file_beside_the_copy_is_left_alone()
    {
        await using var store = _folder.Open();
        var theirs = _restored.Database + ".partial";
        File.WriteAllText(theirs, "precious");
        StoreBackup.Write(_folder.Path, _restored.Database, default);
        Assert.Equal("precious", File.ReadAllText(theirs));
        Assert.Equal([_restored.Database, theirs], Directory.GetFiles(_restored.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_not_followed_and_not_overwritten()
    {
        await using var store = _folder.Open();
        var nowhere = Path.Combine(_restored.Path, "nowhere");
        File.CreateSymbolicLink(_restored.Database, nowhere);
        Assert.Throws<IOException>(() => StoreBackup.Write(_folder.Path, _restored.Database, default));
        Assert.False(File.Exists(nowhere));
    }

    [Fact]
    public async Task Of_a_damaged_store_no_copy_is_kept()
    {
        await using var store = _folder.Open();
        await VerificationTests.FillAsync(store);
        _folder.Execute("UPDATE chunks SET accepted_at = 1");
        Assert.Throws<StoreRefusedException>(() => StoreBackup.Write(_folder.Path, _restored.Database, default));
        Assert.Empty(Directory.GetFiles(_restored.Path));
    }
}
