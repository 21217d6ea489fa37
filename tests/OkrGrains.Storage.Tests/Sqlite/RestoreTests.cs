using System.Diagnostics;
using System.Runtime.Versioning;
using OkrGrains.Storage.Sqlite.Checks;

namespace OkrGrains.Storage.Tests.Sqlite;

/// <summary>Tests a restore that says so, and the incarnations of a store.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestFolder _restored = new();
    private readonly TestFolder _files = new();

    private string Copy => Path.Combine(_files.Path, "copy.db");

    public void Dispose()
    {
        _folder.Dispose();
        _restored.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task A_restored_store_is_the_backup_in_a_new_incarnation()
    {
        long first;
        await using (var store = _folder.Open())
        {
            await VerificationTests.FillAsync(store);
            first = store.Lineage.Current.Id;
            Assert.False(store.Lineage.WasRestored);
            StoreBackup.Write(_folder.Path, Copy, default);
            await store.AppendAsync(Samples.Append(1, 5), default);
        }

        var restored = StoreRestore.Write(Copy, _restored.Path, default);

        Assert.Equal((8, 3), (restored.Position, restored.Readings));
        await using (var again = _restored.Open())
        {
            Assert.Null(again.ReadOnlyReason);
            Assert.Equal([3L, 4, 5], (await Samples.HistoryAsync(again, 1)).Select(commit => commit.Position));
            var (lineage, last) = (again.Lineage, again.LastPosition);
            Assert.True(lineage.WasRestored);
            Assert.Equal(8, lineage.Current.Began);
            Assert.NotEqual(first, lineage.Current.Id);
            Assert.Equal((8L, last, (long?)null), (lineage.Reach(first, last), lineage.Reach(lineage.Current.Id, last), lineage.Reach(77, last)));
            Assert.Equal(9, await again.AppendAsync(Samples.Append(1, 5), default));
            Assert.Equal((8L, 9L), (lineage.Reach(first, 9), lineage.Reach(lineage.Current.Id, 9)));
        }

        Assert.Empty(StoreVerification.Run(_restored.Path, default).Faults);
    }

    [Fact]
    public async Task A_pipe_in_the_place_of_the_backup_is_refused_and_not_waited_for()
    {
        using (var made = Process.Start("mkfifo", [Copy]))
        {
            await made.WaitForExitAsync();
            Assert.Equal(0, made.ExitCode);
        }

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(
            () => Task.Run(() => StoreRestore.Write(Copy, _restored.Path, default)).WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal($"{Copy} is no ordinary file.", refused.Message);
    }

    [Fact]
    public async Task Each_restore_is_an_incarnation_of_its_own()
    {
        await using (var store = _folder.Open())
        {
            await VerificationTests.FillAsync(store);
            StoreBackup.Write(_folder.Path, Copy, default);
        }

        StoreRestore.Write(Copy, _restored.Path, default);
        using var other = new TestFolder();
        StoreRestore.Write(Copy, other.Path, default);
        await using var one = _restored.Open();
        await using var two = other.Open();
        Assert.NotEqual(one.Lineage.Current.Id, two.Lineage.Current.Id);
        Assert.Null(one.Lineage.Reach(two.Lineage.Current.Id, one.LastPosition));
    }

    [Fact]
    public async Task An_incarnation_lasts_until_the_next_restore()
    {
        long first;
        await using (var store = _folder.Open())
        {
            first = store.Lineage.Current.Id;
        }

        await using var again = _folder.Open();
        Assert.Equal(first, again.Lineage.Current.Id);
        Assert.InRange(first, 1, long.MaxValue);
    }

    [Fact]
    public async Task A_store_from_before_incarnations_is_restored_too_and_its_copies_agree_on_the_first()
    {
        await using (var store = _folder.Open())
        {
            await VerificationTests.FillAsync(store);
        }

        OlderFormats.TakeBack(_folder, 2);
        StoreRestore.Write(_folder.Database, _restored.Path, default);
        await using var restored = _restored.Open();
        await using var original = _folder.Open();
        Assert.Equal((0L, 0L), (original.Lineage.Current.Id, original.Lineage.Current.Began));
        Assert.Equal(8L, restored.Lineage.Reach(0, restored.LastPosition));
        Assert.Equal(8, restored.Lineage.Current.Began);
    }

    [Fact]
    public async Task What_is_left_of_a_store_that_lost_commits_is_restored_with_its_log()
    {
        await using var store = _folder.Open();
        await VerificationTests.FillAsync(store);
        using var left = new TestFolder();
        File.Copy(_folder.Database, left.Database);
        File.Copy(_folder.Log, left.Log);
        Assert.Equal(8, StoreRestore.Write(left.Database, _restored.Path, default).Position);
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_refused_and_left_alone()
    {
        await using (var store = _folder.Open())
        {
            StoreBackup.Write(_folder.Path, Copy, default);
        }

        File.WriteAllText(Path.Combine(_restored.Path, "notes.txt"), "mine");
        var refused = Assert.Throws<StoreRefusedException>(() => StoreRestore.Write(Copy, _restored.Path, default));
        Assert.Contains("is not empty", refused.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(_restored.Path));
    }

    [Fact]
    public async Task A_damaged_backup_is_not_restored_and_a_sound_one_is_afterwards()
    {
        await using (var store = _folder.Open())
        {
            await VerificationTests.FillAsync(store);
            StoreBackup.Write(_folder.Path, Copy, default);
        }

        _folder.Execute("UPDATE chunks SET accepted_at = 1");
        var refused = Assert.Throws<StoreRefusedException>(() => StoreRestore.Write(_folder.Database, _restored.Path, default));
        Assert.Contains("nothing was restored", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_restored.Database));
        Assert.Equal(8, StoreRestore.Write(Copy, _restored.Path, default).Position);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no database at all, and long enough that nobody takes it for an empty one")]
    public void What_is_no_store_is_not_restored(string content)
    {
        File.WriteAllText(Copy, content);
        Assert.Throws<StoreRefusedException>(() => StoreRestore.Write(Copy, _restored.Path, default));
        Assert.Throws<StoreRefusedException>(() => StoreRestore.Write(Copy + ".missing", _restored.Path, default));
        Assert.False(File.Exists(_restored.Database));
    }

    [Fact]
    public async Task A_damaged_incarnation_refuses_the_store()
    {
        await using (_folder.Open())
        {
        }

        _folder.Execute("UPDATE incarnations SET began = 1");
        Assert.Contains("incarnation", Assert.Throws<StoreRefusedException>(() => _folder.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_restored_store_is_its_users_alone()
    {
        await using (_folder.Open())
        {
        }

        StoreBackup.Write(_folder.Path, Copy, default);
        StoreRestore.Write(Copy, _restored.Path, default);
        Assert.All(
            [Copy, .. Directory.GetFiles(_restored.Path)],
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }
}
