using OkrGrains.Storage.Sqlite;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Storage.Tests.Durability;

/// <summary>The kinds of work that a store does before the power fails.</summary>
public enum CrashTrace
{
    /// <summary>Small commits to a few goals; the log only grows.</summary>
    Appends,

    /// <summary>Large commits; the log is copied into the file again and again, and begun anew.</summary>
    Checkpoints,

    /// <summary>Definitions and producers between the readings.</summary>
    Definitions,

    /// <summary>Amendments of any earlier reading between new ones.</summary>
    Amendments,

    /// <summary>The store is closed and opened again.</summary>
    Restarts,
}

internal static class CrashTraces
{
    private const int Commits = 40;

    /// <summary>The number of bytes of log after which it is copied into the file.</summary>
    private const long SmallLog = 1 << 16;

    /// <summary>
    /// Runs a trace, and returns the operations that it asked of the disk with the model of what they should have stored.
    /// </summary>
    public static async Task<(IReadOnlyList<DiskOperation> Operations, StoreModel Model)> RunAsync(
        CrashTrace trace, bool close = true)
    {
        using var folder = new TestFolder(inMemory: true);
        using var recorder = new DiskRecorder(folder.Path);
        var model = new StoreModel();
        var random = new Random(1);
        var store = Open(trace, folder, recorder);
        for (var i = 0; i < Commits; i++)
        {
            if (trace == CrashTrace.Restarts && i % 8 == 7)
            {
                await store.DisposeAsync();
                store = Open(trace, folder, recorder);
            }

            await WriteAsync(trace, i, model, store, random);
            recorder.Add(new DiskOperation(DiskOperationKind.Acknowledge, Number: model.LastPosition));
        }

        var operations = recorder.Operations;
        await store.DisposeAsync();
        return (close ? recorder.Operations : operations, model);
    }

    /// <summary>
    /// Kills a store after some operations and opens it again. Everything that the restarted store shows counts as acknowledged.
    /// </summary>
    public static async Task<IReadOnlyList<DiskOperation>> RestartAsync(IEnumerable<DiskOperation> operations)
    {
        using var folder = new TestFolder(inMemory: true);
        var before = operations.ToList();
        new CrashedDisk(before).ShowIn(folder.Path);
        using var recorder = new DiskRecorder(folder.Path, before);
        await using var store = Open(CrashTrace.Appends, folder, recorder);
        recorder.Add(new DiskOperation(DiskOperationKind.Acknowledge, Number: store.LastPosition));
        return recorder.Operations;
    }

    private static Task WriteAsync(CrashTrace trace, int i, StoreModel model, SqliteGoalStore store, Random random) => (trace, i % 4) switch
    {
        (CrashTrace.Definitions, 0) => model.DefineAsync(store),
        (CrashTrace.Definitions, 1) => model.OpenProducerAsync(store),
        (CrashTrace.Amendments or CrashTrace.Restarts, 1 or 2) => model.AmendAsync(store, 1 + (i % 5), random),
        (CrashTrace.Checkpoints, _) => model.AppendAsync(store, 1 + (i % 3), 1 + random.Next(2_000)),
        _ => model.AppendAsync(store, 1 + (i % 5), 1 + random.Next(20)),
    };

    private static SqliteGoalStore Open(CrashTrace trace, TestFolder folder, DiskRecorder recorder) =>
        folder.Open(
            configure: options => options.CheckpointBytes = trace == CrashTrace.Appends ? options.CheckpointBytes : SmallLog,
            openWatermark: recorder.OpenWatermark);
}
