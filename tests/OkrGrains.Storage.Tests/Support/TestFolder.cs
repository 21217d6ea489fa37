using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using OkrGrains.Storage.Sqlite;
using OkrGrains.Storage.Sqlite.Checks;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Tests.Support;

/// <summary>A data folder of its own for each test.</summary>
internal sealed class TestFolder : StoreHome
{
    private const string MemoryDisk = "/dev/shm";

    /// <param name="inMemory">
    /// True to place the folder in memory, if the system has a place for that, so that thousands of stores can be opened without waiting
    /// for syncs.
    /// </param>
    public TestFolder(bool inMemory = false) => Path = inMemory && Directory.Exists(MemoryDisk)
        ? Directory.CreateDirectory(System.IO.Path.Combine(MemoryDisk, "okr-store-" + Guid.NewGuid().ToString("N"))).FullName
        : Directory.CreateTempSubdirectory("okr-store-").FullName;

    public string Path { get; }

    /// <summary>
    /// The bytes of state log after which states are put into their rows: so few that tests of a few commits see both, states in the log and
    /// in their rows.
    /// </summary>
    public int StateLogBytes { get; init; } = 256;

    public StoreInstruments Instruments { get; } = new();

    public string Database => System.IO.Path.Combine(Path, "okr.db");

    public string Log => Database + "-wal";

    public string Watermark => System.IO.Path.Combine(Path, "acked");

    public override Exception FullDisk => new SqliteException("full", SQLitePCL.raw.SQLITE_FULL, SQLitePCL.raw.SQLITE_FULL);

    public SqliteGoalStore Open(
        Action? beforeCommit = null, Action<StoreOptions>? configure = null, Func<string, WatermarkFile>? openWatermark = null)
    {
        var options = new StoreOptions { Directory = Path, StateLogBytes = StateLogBytes };
        configure?.Invoke(options);
        return SqliteGoalStore.Open(new StoreSetup(options, Time, NullLogger.Instance, Instruments, beforeCommit, openWatermark));
    }

    public override IGoalStore OpenStore(Action? beforeCommit = null) => Open(beforeCommit);

    public override IReadOnlyList<string> Verify() => [.. StoreVerification.Run(Path, default).Faults];

    /// <summary>Changes the file of a closed store without the store's knowledge.</summary>
    public int Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    public object? Query(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>Copies the files of an open store as they are.</summary>
    public void CopyTo(TestFolder other)
    {
        foreach (var file in new[] { Database, Log, Watermark })
        {
            if (File.Exists(file))
            {
                File.Copy(file, System.IO.Path.Combine(other.Path, System.IO.Path.GetFileName(file)));
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        Instruments.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}
