using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Checks;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Readers;
using OkrGrains.Storage.Sqlite.Schema;
using OkrGrains.Storage.Sqlite.Tables;
using OkrGrains.Storage.Sqlite.Writer;

namespace OkrGrains.Storage.Sqlite;

/// <summary>
/// The embedded store: one SQLite file with its log in a data folder, one writer that commits in groups, and a few readers.
/// </summary>
public sealed class SqliteGoalStore : IGoalStore
{
    private readonly DataFolder _folder;
    private readonly StoreConnection _writer;
    private readonly WriteQueue _writes;
    private readonly PendingProgress _progress;
    private readonly ReadPool _readers;
    private readonly AckWatermark _watermark;
    private readonly GroupCommit _commit;
    private readonly CommitListeners _listeners = new();
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
        _progress = new PendingProgress(setup.Time, setup.Options.ProgressDelay, () => _writes!.TryWrite(new FlushProgressWrite()));
        var time = setup.Time;
        AcceptanceClock clock = setup.Clock ?? (() => new Instant(time.GetUtcNow().ToUnixTimeMilliseconds()));
        var around = new CommitSurroundings(
            watermark, time, clock, _logger, setup.Instruments, Committed, setup.BeforeCommit);
        var checkpoints = new Checkpoints(writer, setup.Options.CheckpointBytes, setup.Time, setup.Instruments, _logger);
        _commit = new GroupCommit(writer, _progress, around);
        _writes = new WriteQueue(_commit, checkpoints, setup.Options);
        setup.Instruments.Observe(() => _writes.Queued);
        _readers = new ReadPool(folder.Database, setup.Options.Readers);
    }

    /// <inheritdoc/>
    public long LastPosition => Volatile.Read(ref _counters).Position;

    /// <inheritdoc/>
    public string? ReadOnlyReason => _commit.Refusal?.Message;

    /// <inheritdoc/>
    public Instant? ClockSeen => Volatile.Read(ref _counters).ClockSeen;

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

        _writes.Start();
        _logger.Opened(_folder.Path, counters.Position, StoreFormat.Newest);
    }

    /// <inheritdoc/>
    public ValueTask<long> AppendAsync(ReadingAppend append, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(append);
        ArgumentOutOfRangeException.ThrowIfZero(append.Readings.Length, nameof(append));
        return _writes.WriteAsync(new AppendWrite(append), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<long> AmendAsync(AmendmentAppend amend, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(amend);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amend.State.ExpectedPosition, nameof(amend));
        return _writes.WriteAsync(new AmendWrite(amend), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<long> SaveStateAsync(StateSave save, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(save);
        return _writes.WriteAsync(new SaveStateWrite(save), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<StateRow?> ReadStateAsync(long goal, CancellationToken cancellation) =>
        _readers.ReadAsync(connection => connection.States.Read(goal), cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredReadings> ReadHistoryAsync(long goal, long upTo, CancellationToken cancellation) =>
        new HistoryReader(_readers).ReadAsync(goal, upTo, cancellation);

    /// <inheritdoc/>
    public ValueTask<long> ReadLastSequenceAsync(long goal, long producer, long upTo, CancellationToken cancellation) =>
        _readers.ReadAsync(connection => HistoryReader.ReadLastSequence(connection, goal, producer, upTo, cancellation), cancellation);

    /// <inheritdoc/>
    public ValueTask<ReadingsPage> ReadReadingsAsync(long goal, long from, int most, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        return _readers.ReadAsync(connection => new RecentReadings(connection).Read(goal, from, most), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<ReadingPlace> FindReadingAsync(ReadingName name, CancellationToken cancellation) =>
        new ReadingSearch(_readers).FindAsync(name, cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StaleState>> ReadStaleAsync(
        Instant at, StaleState after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return _readers.ReadAsync<IReadOnlyList<StaleState>>(connection => connection.States.ReadStale(at, after, limit), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<long>> ReadCommittedAsync(
        long after, long upTo, long afterGoal, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return _readers.ReadAsync<IReadOnlyList<long>>(
            connection => connection.States.ReadCommitted(after, upTo, afterGoal, limit), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<long> ReserveGoalNumbersAsync(int count, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return _writes.WriteAsync(new ReserveGoalNumbersWrite(count), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<long> DefineAsync(DefinitionCommit commit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentException.ThrowIfNullOrEmpty(commit.Workspace, nameof(commit));
        return _writes.WriteAsync(new DefineWrite(commit), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WorkspaceRow>> ReadWorkspacesAsync(CancellationToken cancellation) =>
        _readers.ReadAsync<IReadOnlyList<WorkspaceRow>>(connection => connection.Workspaces.ReadAll(), cancellation);

    /// <inheritdoc/>
    public ValueTask<WorkspaceRow?> ReadWorkspaceAsync(string id, CancellationToken cancellation) =>
        _readers.ReadAsync(connection => connection.Workspaces.Read(id), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<GoalRow>> ReadGoalsAsync(string workspace, CancellationToken cancellation) =>
        _readers.ReadAsync<IReadOnlyList<GoalRow>>(connection => connection.Goals.ReadAll(workspace), cancellation);

    /// <inheritdoc/>
    public ValueTask<GoalRow?> ReadGoalAsync(long goal, CancellationToken cancellation) =>
        _readers.ReadAsync(connection => connection.Goals.Read(goal), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<EdgeRow>> ReadEdgesAsync(string workspace, CancellationToken cancellation) =>
        _readers.ReadAsync<IReadOnlyList<EdgeRow>>(connection => connection.Edges.ReadAll(workspace), cancellation);

    /// <inheritdoc/>
    public ValueTask<Subtree?> ReadSubtreeAsync(long goal, int? combiner, CancellationToken cancellation) =>
        _readers.ReadAsync(connection => new SubtreeReader(connection).Read(goal, combiner), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ChangeRow>> ReadChangesAsync(
        string workspace, long after, int limit, CancellationToken cancellation) =>
        _readers.ReadAsync<IReadOnlyList<ChangeRow>>(connection => connection.History.ReadChanges(workspace, after, limit), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ChangeRow>> ReadSettingsAsync(string workspace, CancellationToken cancellation) =>
        _readers.ReadAsync<IReadOnlyList<ChangeRow>>(connection => connection.History.ReadSettings(workspace), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RevisionRow>> ReadRevisionsAsync(long goal, long after, int limit, CancellationToken cancellation) =>
        _readers.ReadAsync<IReadOnlyList<RevisionRow>>(connection => connection.History.ReadRevisions(goal, after, limit), cancellation);

    /// <inheritdoc/>
    public ValueTask<PastDefinitions?> ReadDefinitionsAsync(string workspace, ClosingCut cut, CancellationToken cancellation) =>
        _readers.ReadAsync(connection => connection.History.ReadDefinitions(workspace, cut), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ClosingRow>> ReadClosingsAsync(string workspace, CancellationToken cancellation) =>
        _readers.ReadAsync<IReadOnlyList<ClosingRow>>(connection => connection.History.ReadClosings(workspace), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Final>> ReadFinalsAsync(string workspace, long position, CancellationToken cancellation) =>
        _readers.ReadAsync<IReadOnlyList<Final>>(connection => connection.History.ReadFinals(workspace, position), cancellation);

    /// <inheritdoc/>
    public ValueTask<long> AddCheckInAsync(NewCheckIn checkIn, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(checkIn);
        return _writes.WriteAsync(new AddCheckInWrite(checkIn), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CheckInRow>> ReadCheckInsAsync(long goal, long below, int limit, CancellationToken cancellation) =>
        _readers.ReadAsync<IReadOnlyList<CheckInRow>>(connection => connection.CheckIns.Read(goal, below, limit), cancellation);

    /// <inheritdoc/>
    public ValueTask<CheckInRow?> FindCheckInAsync(long goal, string request, CancellationToken cancellation) =>
        _readers.ReadAsync(connection => connection.CheckIns.Find(goal, request), cancellation);

    /// <inheritdoc/>
    public ValueTask<ProducerRow> OpenProducerAsync(string workspace, string producer, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(workspace);
        ArgumentException.ThrowIfNullOrEmpty(producer);
        return _writes.WriteAsync(new OpenProducerWrite(workspace, producer), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<ProducerRow?> ReadProducerAsync(string workspace, string producer, CancellationToken cancellation) =>
        _readers.ReadAsync(connection => connection.Producers.Read(workspace, producer)?.Row, cancellation);

    /// <inheritdoc/>
    public void RecordProgress(
        long producer,
        long epoch,
        long lastSequence,
        ReadOnlyMemory<byte> checkpoint = default,
        ImmutableArray<RejectedRun> rejected = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(checkpoint.Length, ProducerCheckpoint.MostBytes, nameof(checkpoint));
        var noted = checkpoint.IsEmpty ? null : new ProducerCheckpoint(lastSequence, checkpoint);
        _progress.Add(producer, new ProducerProgress(epoch, lastSequence, noted, rejected.IsDefault ? [] : rejected));
    }

    /// <inheritdoc/>
    public async ValueTask RecordClockAsync(Instant at, CancellationToken cancellation)
    {
        if (ClockSeen is not { } seen || seen < at)
        {
            await _writes.WriteAsync(new RecordClockWrite(at), cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public IDisposable Listen(Action<CommitNotice> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return _listeners.Add(listener);
    }

    private void Committed(StoreCounters counters, Instant? staleFrom)
    {
        Volatile.Write(ref _counters, counters);
        _listeners.Tell(new CommitNotice(staleFrom, counters.ClockSeen));
    }

    /// <summary>Writes what was handed over, closes the files and releases the data folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

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

/// <summary>Everything that a store is opened with.</summary>
/// <param name="Options">The data folder and the limits.</param>
/// <param name="Time">Measures durations, and gives acceptance instants if there is no clock.</param>
/// <param name="Logger">Logs failures.</param>
/// <param name="Instruments">The instruments to measure with.</param>
/// <param name="BeforeCommit">Runs on the writer's thread before each commit. Tests use it to hold a commit or to make it fail.</param>
/// <param name="OpenWatermark">Opens the file of the ack watermark. Tests use it to record writes or to make them fail.</param>
internal sealed record StoreSetup(
    StoreOptions Options,
    TimeProvider Time,
    ILogger Logger,
    StoreInstruments Instruments,
    Action? BeforeCommit = null,
    Func<string, WatermarkFile>? OpenWatermark = null)
{
    /// <summary>Gives acceptance instants; null to take them from <see cref="Time"/>.</summary>
    public AcceptanceClock? Clock { get; init; }
}
