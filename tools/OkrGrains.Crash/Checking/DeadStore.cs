using Microsoft.Extensions.Logging.Abstractions;
using OkrGrains.Crash.Producing;
using OkrGrains.Model.Evaluation;
using OkrGrains.Storage;
using OkrGrains.Storage.Sqlite;

namespace OkrGrains.Crash.Checking;

/// <summary>
/// Reads the store that a killed server has left on the disk. It reads a copy, so that the next start finds the files as they were left.
/// </summary>
internal static class DeadStore
{
    private static readonly string[] _files = ["okr.db", "okr.db-wal", "acked"];

    /// <summary>
    /// Returns all readings in the store, and checks them: each was sent, each is there once, and all that were acknowledged are among
    /// them.
    /// </summary>
    public static async Task<List<GoalReading>> ReadAsync(string folder, IReadOnlyList<ICrashProducer> producers)
    {
        var copy = Directory.CreateTempSubdirectory("okr-dead-").FullName;
        try
        {
            foreach (var file in _files.Where(file => File.Exists(Path.Combine(folder, file))))
            {
                File.Copy(Path.Combine(folder, file), Path.Combine(copy, file));
            }

            using var instruments = new StoreInstruments();
            var options = new StoreOptions { Directory = copy };
            await using var store = SqliteGoalStore.Open(options, TimeProvider.System, NullLogger<SqliteGoalStore>.Instance, instruments);
            return store.ReadOnlyReason is { } reason ? throw new CrashFailure(reason) : await ReadAsync(store, producers);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static async Task<List<GoalReading>> ReadAsync(SqliteGoalStore store, IReadOnlyList<ICrashProducer> producers)
    {
        var known = new Dictionary<long, StoredProducer>();
        foreach (var producer in producers)
        {
            if (await store.ReadProducerAsync(CrashPlan.Id, producer.Id, CancellationToken.None) is { } row)
            {
                known.Add(row.Number, new StoredProducer(producer));
            }
        }

        var readings = new List<GoalReading>();
        foreach (var goal in await store.ReadGoalsAsync(CrashPlan.Id, CancellationToken.None))
        {
            await foreach (var commit in store.ReadHistoryAsync(goal.Goal, store.LastPosition, CancellationToken.None))
            {
                foreach (var stored in commit.Readings.Span)
                {
                    readings.Add(known[stored.Producer].Take(goal.Name, stored));
                }
            }
        }

        foreach (var producer in producers)
        {
            (known.Values.FirstOrDefault(stored => stored.Of == producer) ?? new StoredProducer(producer)).CheckAcknowledged();
        }

        return readings;
    }
}
