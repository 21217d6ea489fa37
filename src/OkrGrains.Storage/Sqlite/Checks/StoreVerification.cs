using Microsoft.Data.Sqlite;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;
using OkrGrains.Storage.Sqlite.Tables;

namespace OkrGrains.Storage.Sqlite.Checks;

/// <summary>The result of a check of everything in a store.</summary>
/// <param name="Position">The position of the last commit; 0 if even that cannot be read.</param>
/// <param name="Readings">The number of readings that could be read.</param>
/// <param name="Faults">One line for each fault, at most 1,000; empty for a sound store.</param>
public sealed record StoreVerification(long Position, long Readings, IReadOnlyList<string> Faults)
{
    /// <summary>
    /// Reads and checks all of a store, which another process may be serving meanwhile: the file's structure, every checksum, every goal's
    /// readings from commit to commit, the states' positions, the counters and the ack watermark.
    /// </summary>
    /// <param name="directory">The data folder.</param>
    /// <param name="cancellation">Cancels the check.</param>
    /// <exception cref="StoreRefusedException">There is no store, or its format is unknown.</exception>
    public static StoreVerification Run(string directory, CancellationToken cancellation)
    {
        // Read before the database, which may go on being written to: a watermark read later could name a commit that the check does not
        // see.
        var acked = ReadWatermark(directory);
        return Run(DataFolder.DatabaseOf(Path.GetFullPath(directory)), acked, cancellation);
    }

    internal static StoreVerification OfFile(string file, CancellationToken cancellation) => Run(file, default, cancellation);

    internal static AckedPosition ReadWatermark(string directory)
    {
        var path = DataFolder.WatermarkOf(directory);
        if (!PrivateFiles.Check(path))
        {
            return default;
        }

        using var watermark = WatermarkFile.OpenForReading(path);
        return AckWatermark.Read(watermark);
    }

    private static StoreVerification Run(string file, AckedPosition acked, CancellationToken cancellation)
    {
        using var connection = StoreFormat.OpenForReading(file);
        var faults = new FaultList(connection);
        connection.BeginRead();
        faults.AddEngineCheck();
        StoreCounters? counters = null;
        faults.Try(() => counters = connection.Counters.Read());
        if (counters is null)
        {
            return new StoreVerification(0, 0, faults.Faults);
        }

        CheckWatermark(acked, counters, faults);
        new RowCheck(connection, faults).CheckRows(counters);
        faults.Try(() => connection.Goals.CheckRevisions(faults.Add));
        faults.Try(() => connection.Workspaces.CheckChanges(faults.Add));
        var readings = CheckReadings(connection, counters, faults, cancellation);
        connection.Rollback();
        return new StoreVerification(counters.Position, readings, faults.Faults);
    }

    private static void CheckWatermark(AckedPosition acked, StoreCounters counters, FaultList faults)
    {
        if (acked.Kind == AckedKind.Damaged)
        {
            faults.Add("The watermark of the last acknowledged commit is damaged.");
        }

        if (acked.Position > counters.Position)
        {
            faults.Add($"Commit {acked.Position} was acknowledged, but the last one of the store is {counters.Position}.");
        }
    }

    private static long CheckReadings(
        StoreConnection connection, StoreCounters counters, FaultList faults, CancellationToken cancellation)
    {
        var erased = new HashSet<long>();
        faults.Try(() => erased.UnionWith(connection.Tombstones.ReadErasedGoals()));
        var chains = new ChunkChains(counters, erased, faults);
        faults.Try(() => connection.Amendments.ReadAll(chains.Expect, static _ => { }));
        faults.Try(() => connection.Chunks.ReadAll(
            (position, acceptedAt, body) =>
            {
                cancellation.ThrowIfCancellationRequested();
                chains.Add(position, acceptedAt, body);
            },
            faults.Add));
        faults.Try(() =>
        {
            foreach (var goal in connection.States.ReadGoals())
            {
                faults.Try(() => chains.CheckState(goal, connection.States.Read(goal)?.Position ?? 0));
            }

            chains.CheckNoneLeft();
        });
        return chains.Readings;
    }
}
