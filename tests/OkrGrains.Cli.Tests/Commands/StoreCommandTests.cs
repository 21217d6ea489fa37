using Microsoft.Extensions.Logging.Abstractions;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;
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
    public async Task Size_names_workspaces_with_what_they_take_the_largest_first()
    {
        await using var store = Open(Data);
        await store.ReserveGoalNumbersAsync(3, default);
        await DefineAsync(store, "small", 1);
        await DefineAsync(store, "large", 2);
        await DefineAsync(store, "gone", 3);
        await AppendAsync(store, goal: 1, readings: 1);
        await AppendAsync(store, goal: 2, readings: 10_000);
        var gone = (await store.ReadWorkspaceAsync("gone", default))!.Revision;
        await store.DeleteWorkspaceAsync(new WorkspaceDeletion("gone", gone, "eve", "over", Erases: false), default);

        var (code, text, error) = await RunAsync("store", "size", Data);

        Assert.Equal((0, ""), (code, error));
        var lines = text.TrimEnd('\n').Split('\n');
        Assert.Matches(@"^workspaces/large: [0-9.]+ KiB for 1 goal and 10,000 readings, of which the readings take [0-9.]+ KiB$", lines[0]);
        Assert.Matches("^workspaces/small: [0-9]+ bytes for 1 goal and 1 reading, of which the readings take [0-9]+ bytes$", lines[1]);
        Assert.Matches("^workspaces/gone, deleted, its bytes are kept: [0-9]+ bytes for 1 goal and 0 readings, of which the readings take 0 bytes$", lines[2]);
        Assert.Matches($"^{Data}: .* in the file, of which .* hold nothing, and .* in the log; the disk has .* left$", lines[3]);
        Assert.Equal(4, lines.Length);
    }

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1, "1 byte")]
    [InlineData(1023, "1,023 bytes")]
    [InlineData(1024, "1.0 KiB")]
    [InlineData(1024 * 1024 - 1, "1,023.9 KiB")]
    [InlineData(45L * 1024 * 1024, "45.0 MiB")]
    [InlineData(long.MaxValue, "8,388,607.9 TiB")]
    public void Bytes_are_named_in_units_that_people_read(long bytes, string text) => Assert.Equal(text, Numerals.Bytes(bytes));

    [Fact]
    public async Task Backup_overwrites_nothing()
    {
        await using var store = Open(Data);
        File.WriteAllText(Copy, "precious");
        Assert.Equal((1, "", $"{Copy} exists already.\n"), await RunAsync("backup", Data, Copy));
        Assert.Equal("precious", File.ReadAllText(Copy));
    }

    private static async Task DefineAsync(SqliteGoalStore store, string workspace, long goal) => await store.DefineAsync(
        new DefinitionCommit(
            workspace,
            0,
            "ann",
            "because",
            new byte[] { 1 },
            [new GoalDefinition(goal, new GoalName(GoalKind.Kpi, "k"), null, 0, Removed: false, new byte[] { 1 })],
            [goal],
            [],
            []),
        default);

    private static async Task AppendAsync(SqliteGoalStore store, long goal, int readings) => await store.AppendAsync(
        new ReadingAppend(
            Enumerable.Range(1, readings).Select(i => new StoredReading(new Instant(i * 7919L % 100_003), i * 0.37, 1, i)).ToArray(),
            new StateSave(goal, 0, 0, new Instant(5), null, new byte[] { 7 })),
        default);

    private SqliteGoalStore Open(string directory) => SqliteGoalStore.Open(
        new StoreOptions { Directory = directory }, TimeProvider.System, NullLogger<SqliteGoalStore>.Instance, _instruments);

    private async Task<(int Code, string Out, string Error)> RunAsync(params string[] args)
    {
        var code = await OkrProgram.RunAsync(args, Terminal.Plain(_out, _error));
        return (code, _out.ToString(), _error.ToString());
    }
}
