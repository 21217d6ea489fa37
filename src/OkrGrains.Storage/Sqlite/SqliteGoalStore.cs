using Microsoft.Extensions.Logging;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Sqlite.Checks;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Erasing;
using OkrGrains.Storage.Sqlite.Schema;
using OkrGrains.Storage.Sqlite.States;
using OkrGrains.Storage.Sqlite.Tables;
using OkrGrains.Storage.Sqlite.Writer;

namespace OkrGrains.Storage.Sqlite;

/// <summary>
/// The embedded store: one SQLite file with its log in a data folder, one writer that commits in groups, and a few readers.
/// </summary>
public sealed partial class SqliteGoalStore : IGoalStore
{
    private readonly DataFolder _folder;
    private readonly StoreConnection _writer;
    private readonly WriteQueue _writes;
    private readonly PendingProgress _progress;
    private readonly ReadPool _readers;
    private readonly AckWatermark _watermark;
    private readonly GroupCommit _commit;
    private readonly CommitListeners _listeners = new();
    private readonly RecentStates _recent;
    private readonly Traces _traces;
    private readonly Erasure _erasure;
    private readonly FreeSpace _space;
    private readonly ILogger _logger;
    private StoreCounters _counters;
    private int _disposed;

    private SqliteGoalStore(DataFolder folder, AckWatermark watermark, StoreConnection writer, StoreSetup setup)
    {
        _folder = folder;
        _watermark = watermark;
        _writer = writer;
        _logger = setup.Logger;
        _counters = writer.Counters.Read();
        _recent = new RecentStates(_counters.Position);
        var log = new StateLog(writer, setup.Options.StateLogBytes);
        writer.States.Share(log, isWriter: true);
        Lineage = writer.Incarnations.Read();
        _progress = new PendingProgress(setup.Time, setup.Options.ProgressDelay, () => _writes!.TryWrite(new FlushProgressWrite()));
        var time = setup.Time;
        AcceptanceClock clock = setup.Clock ?? (() => new Instant(time.GetUtcNow().ToUnixTimeMilliseconds()));
        var around = new CommitSurroundings(
            watermark, time, clock, _logger, setup.Instruments, Committed, setup.BeforeCommit);
        var checkpoints = new Checkpoints(writer, setup.Options.CheckpointBytes, setup.Time, setup.Instruments, _logger);
        _commit = new GroupCommit(writer, _progress, log, _recent, around);
        _writes = new WriteQueue(_commit, checkpoints, setup.Options);
        setup.Instruments.Observe(() => _writes.Queued);
        _readers = new ReadPool(folder.Database, setup.Options.Readers, log);
        _traces = new Traces(folder.Database, writer, _writes, _readers, setup.Options, setup.Time, _logger);
        _erasure = new Erasure(_writes, _readers, _traces, setup.Time, _logger);
        _space = new FreeSpace(folder, setup);
    }

    /// <summary>The writer's connection, for tests that shrink the disk.</summary>
    internal StoreConnection Writer => _writer;

    /// <summary>Opens the store of a data folder and holds the folder until the store is disposed.</summary>
    /// <param name="options">The data folder and the limits.</param>
    /// <param name="time">Measures durations, and gives acceptance instants if there is no clock.</param>
    /// <param name="logger">Logs failures.</param>
    /// <param name="instruments">The instruments to measure with.</param>
    /// <param name="clock">Gives acceptance instants; null to take them from <paramref name="time"/>.</param>
    /// <exception cref="StoreRefusedException">The folder is served already, or holds no store that this program can serve.</exception>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of its range.</exception>
    public static SqliteGoalStore Open(
        StoreOptions options,
        TimeProvider time,
        ILogger<SqliteGoalStore> logger,
        StoreInstruments instruments,
        AcceptanceClock? clock = null) =>
        Open(new StoreSetup(options, time, logger, instruments) { Clock = clock });

    internal static SqliteGoalStore Open(StoreSetup setup)
    {
        setup.Options.Validate();
        var folder = DataFolder.Hold(setup.Options.Directory);
        AckWatermark? watermark = null;
        StoreConnection? writer = null;
        try
        {
            watermark = AckWatermark.Open((setup.OpenWatermark ?? WatermarkFile.Open)(folder.Watermark));
            writer = StoreFormat.Open(folder, watermark.Found);
            var counters = StoreFormat.Check(writer, setup.Options);
            var readOnly = OpeningCheck.Run(writer, folder, counters, watermark.Found);
            var store = new SqliteGoalStore(folder, watermark, writer, setup);
            store.Begin(counters, readOnly);
            return store;
        }
        catch (Exception failure)
        {
            writer?.Dispose();
            watermark?.Dispose();
            folder.Dispose();
            if (failure is IOException)
            {
                throw new StoreRefusedException($"The data folder {folder.Path} cannot be opened: {failure.Message}", failure);
            }

            throw;
        }
    }

    private void Begin(StoreCounters counters, string? readOnly)
    {
        if (readOnly is not null)
        {
            _commit.Refuse(new StoreUnavailableException(readOnly, StoreUnavailableReason.ReadOnly));
            _logger.ReadOnly(_folder.Path, readOnly);
        }
        else
        {
            StoreFormat.MakeDurable(_writer);
        }

        if (readOnly is null && _watermark.Found.Position < counters.Position)
        {
            // The store was restored from a backup, or the process was killed between a commit and the write of its watermark.
            _watermark.Write(counters.Position);
        }

        if (readOnly is null)
        {
            _traces.RewriteAtStart();
        }

        _writes.Start();
        if (readOnly is null)
        {
            _erasure.Wake();
        }

        _logger.Opened(_folder.Path, counters.Position, StoreFormat.Newest);
        _space.Begin();
    }

    /// <summary>Writes what was handed over, closes the files and releases the data folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _space.Dispose();
        await _erasure.DisposeAsync().ConfigureAwait(false);
        await _writes.DrainAsync().ConfigureAwait(false);
        _progress.Dispose();
        await _readers.DisposeAsync().ConfigureAwait(false);
        _writes.EmptyLog();
        _writer.Dispose();
        _watermark.Dispose();
        _folder.Dispose();
        _logger.Closed(_folder.Path, LastPosition);
    }
}
