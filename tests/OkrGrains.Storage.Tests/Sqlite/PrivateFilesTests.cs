using System.Diagnostics;
using System.Runtime.Versioning;

namespace OkrGrains.Storage.Tests.Sqlite;

/// <summary>Tests that a store is its user's alone, and that nothing under its names leads elsewhere.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PrivateFilesTests : IDisposable
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;
    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;

    private readonly TestFolder _folder = new();
    private readonly TestFolder _elsewhere = new();

    public void Dispose()
    {
        _folder.Dispose();
        _elsewhere.Dispose();
    }

    [Theory]
    [InlineData(0b111_101_101)]
    [InlineData(0b111_111_111)]
    public async Task A_folder_that_others_could_enter_is_closed_and_so_is_every_file(int mode)
    {
        await using (var older = _folder.Open())
        {
            await older.AppendAsync(Samples.Append(1, 0), default);
        }

        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            File.SetUnixFileMode(file, OwnFile | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        File.SetUnixFileMode(_folder.Path, (UnixFileMode)mode);
        await using var store = _folder.Open();
        await store.AppendAsync(Samples.Append(2, 0), default);

        Assert.Equal(OwnFolder, File.GetUnixFileMode(_folder.Path));
        Assert.Equal(["acked", "lock", "okr.db", "okr.db-shm", "okr.db-wal"], Names());
        Assert.All(Directory.GetFiles(_folder.Path), file => Assert.Equal(OwnFile, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task A_new_store_is_its_users_alone()
    {
        var path = Path.Combine(_folder.Path, "new");
        await using var store = _folder.Open(configure: options => options.Directory = path);
        await store.AppendAsync(Samples.Append(1, 0), default);

        Assert.Equal(OwnFolder, File.GetUnixFileMode(path));
        Assert.All(Directory.GetFiles(path), file => Assert.Equal(OwnFile, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task A_folder_with_other_files_is_left_as_it_is()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "notes.txt"), "mine");
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        await using var store = _folder.Open();
        Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(_folder.Path));
    }

    [Fact]
    public void A_folder_with_other_files_that_others_may_write_into_is_refused()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "notes.txt"), "mine");
        File.SetUnixFileMode(_folder.Path, Everybody);
        var refused = Assert.Throws<StoreRefusedException>(() => _folder.Open());
        Assert.Contains("holds other files too", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["notes.txt"], Names());
    }

    [Theory]
    [InlineData("acked")]
    [InlineData("lock")]
    [InlineData("okr.db")]
    [InlineData("okr.db-wal")]
    [InlineData("okr.db-shm")]
    public void Nothing_is_written_through_a_symbolic_link(string name)
    {
        var victim = Path.Combine(_elsewhere.Path, "victim");
        File.WriteAllText(victim, "precious");
        File.SetUnixFileMode(victim, Everybody);
        File.CreateSymbolicLink(Path.Combine(_folder.Path, name), victim);

        var refused = Assert.Throws<StoreRefusedException>(() => _folder.Open());

        Assert.Contains($"{name} is a symbolic link", refused.Message, StringComparison.Ordinal);
        Assert.Equal(("precious", Everybody), (File.ReadAllText(victim), File.GetUnixFileMode(victim)));
    }

    [Theory]
    [InlineData("acked")]
    [InlineData("okr.db")]
    public void Nothing_is_made_where_a_symbolic_link_leads_that_leads_nowhere(string name)
    {
        var nowhere = Path.Combine(_elsewhere.Path, "nowhere");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, name), nowhere);
        Assert.Throws<StoreRefusedException>(() => _folder.Open());
        Assert.False(File.Exists(nowhere));
    }

    [Theory]
    [InlineData("acked")]
    [InlineData("lock")]
    [InlineData("okr.db")]
    public void A_file_that_has_another_name_elsewhere_is_refused(string name)
    {
        var victim = Path.Combine(_elsewhere.Path, "victim");
        File.WriteAllText(victim, "");
        Run("ln", victim, Path.Combine(_folder.Path, name));
        Assert.Contains("hard link", Assert.Throws<StoreRefusedException>(() => _folder.Open()).Message, StringComparison.Ordinal);
        Assert.Equal("", File.ReadAllText(victim));
    }

    [Fact]
    public void A_pipe_in_the_place_of_the_watermark_is_refused_and_not_waited_for()
    {
        Run("mkfifo", Path.Combine(_folder.Path, "acked"));
        Assert.Contains("no ordinary file", Assert.Throws<StoreRefusedException>(() => _folder.Open()).Message, StringComparison.Ordinal);
        Assert.Throws<StoreRefusedException>(() => OkrGrains.Storage.Sqlite.Checks.StoreVerification.Run(_folder.Path, default));
    }

    private string[] Names() => [.. Directory.GetFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
