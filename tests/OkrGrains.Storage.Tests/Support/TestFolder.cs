using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using OkrGrains.Storage.Diagnostics;
using OkrGrains.Storage.Sqlite;

namespace OkrGrains.Storage.Tests.Support;

/// <summary>A data folder of its own for each test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("okr-store-").FullName;

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public StoreInstruments Instruments { get; } = new();

    public string Database => System.IO.Path.Combine(Path, "okr.db");

    public SqliteGoalStore Open(Action? beforeCommit = null, Action<StoreOptions>? configure = null)
    {
        var options = new StoreOptions { Directory = Path };
        configure?.Invoke(options);
        return SqliteGoalStore.Open(new StoreSetup(options, Time, NullLogger.Instance, Instruments, beforeCommit));
    }

    /// <summary>Changes the file of a closed store behind its back.</summary>
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

    public void Dispose()
    {
        Instruments.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}
