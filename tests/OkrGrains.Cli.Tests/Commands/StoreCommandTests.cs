using Microsoft.Extensions.Logging.Abstractions;
using OkrGrains.Cli.Output;
using OkrGrains.Storage;
using OkrGrains.Storage.Sqlite;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Cli.Tests.Commands;

public sealed class StoreCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();
    private readonly StoreInstruments _instruments = new();

    private string Data => _folder.Of("data");

    private string Copy => _folder.Of("copy.db");

    public void Dispose()
    {
        _instruments.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Verify_says_that_a_served_store_has_no_faults()
    {
        await using var store = Open(Data);
        await store.ReserveGoalNumbersAsync(1, default);
        Assert.Equal((0, $"{Data}: position 1, 0 readings, no faults\n", ""), await RunAsync("verify", Data));
    }

    [Fact]
    public async Task Verify_prints_a_line_for_each_fault_and_ends_with_1()
    {
        await using (var store = Open(Data))
        {
            await store.ReserveGoalNumbersAsync(1, default);
        }

        File.WriteAllBytes(Path.Combine(Data, "acked"), [.. Enumerable.Repeat((byte)7, 8192)]);
        Assert.Equal((1, "", "The watermark of the last acknowledged commit is damaged.\n"), await RunAsync("verify", Data));
    }

    [Fact]
    public async Task Verify_refuses_a_folder_without_a_store()
    {
        var (code, _, error) = await RunAsync("verify", Data);
        Assert.Equal((1, $"{Path.Combine(Data, "okr.db")} is missing.\n"), (code, error));
    }

    [Fact]
    public async Task A_backup_of_a_served_store_put_into_an_empty_folder_is_the_store()
    {
        await using (var store = Open(Data))
        {
            await store.ReserveGoalNumbersAsync(1, default);
            Assert.Equal((0, $"{Copy}: position 1, 0 readings, no faults\n", ""), await RunAsync("backup", Data, Copy));
            await store.ReserveGoalNumbersAsync(1, default);
        }

        var restored = _folder.Of("restored");
        Directory.CreateDirectory(restored);
        File.Move(Copy, Path.Combine(restored, "okr.db"));
        await using var again = Open(restored);
        Assert.Equal((1, null), (again.LastPosition, again.ReadOnlyReason));
        Assert.Equal(2, await again.ReserveGoalNumbersAsync(1, default));
    }

    [Fact]
    public async Task A_backup_is_restored_by_a_command_of_its_own()
    {
        await using (var store = Open(Data))
        {
            await store.ReserveGoalNumbersAsync(1, default);
            Assert.Equal(0, (await RunAsync("backup", Data, Copy)).Code);
            await store.ReserveGoalNumbersAsync(1, default);
        }

        var restored = _folder.Of("restored");
        _out.GetStringBuilder().Clear();
        Assert.Equal((0, $"{restored}: restored to position 1, 0 readings, no faults\n", ""), await RunAsync("store", "restore", Copy, restored));
        await using (var again = Open(restored))
        {
            Assert.Equal((1, null, true), (again.LastPosition, again.ReadOnlyReason, again.Lineage.WasRestored));
        }

        _out.GetStringBuilder().Clear();
        Assert.Equal(
            (1, "", $"{restored} is not empty: a store is restored into a folder of its own.\n"),
            await RunAsync("store", "restore", Copy, restored));
    }

    [Fact]
    public async Task Backup_overwrites_nothing()
    {
        await using var store = Open(Data);
        File.WriteAllText(Copy, "precious");
        Assert.Equal((1, "", $"{Copy} exists already.\n"), await RunAsync("backup", Data, Copy));
        Assert.Equal("precious", File.ReadAllText(Copy));
    }

    private SqliteGoalStore Open(string directory) => SqliteGoalStore.Open(
        new StoreOptions { Directory = directory }, TimeProvider.System, NullLogger<SqliteGoalStore>.Instance, _instruments);

    private async Task<(int Code, string Out, string Error)> RunAsync(params string[] args)
    {
        var code = await OkrProgram.RunAsync(args, Terminal.Plain(_out, _error));
        return (code, _out.ToString(), _error.ToString());
    }
}
