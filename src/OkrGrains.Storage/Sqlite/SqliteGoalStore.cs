using Microsoft.Extensions.Logging;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Definitions;
using OkrGrains.Storage.Diagnostics;
using OkrGrains.Storage.Producers;
using OkrGrains.Storage.Readings;
using OkrGrains.Storage.Sqlite.Connections;
using OkrGrains.Storage.Sqlite.Reading;
using OkrGrains.Storage.Sqlite.Schema;
using OkrGrains.Storage.Sqlite.Tables;
using OkrGrains.Storage.Sqlite.Writing;
using OkrGrains.Storage.States;

namespace OkrGrains.Storage.Sqlite;

/// <summary>The embedded store: one SQLite file with its log in a data folder, one writer that commits in groups, a few readers.</summary>
public sealed class SqliteGoalStore : IGoalStore
{
    private readonly DataFolder folder;
    private readonly StoreConnection writer;
    private readonly WriteQueue writes;
    private readonly ProducerNotes notes;
    private readonly ReadPool readers;
    private readonly ILogger logger;
    private StoreCounters counters;
    private int disposed;

    private SqliteGoalStore(DataFolder folder, StoreConnection writer, StoreSetup setup)
    {
        this.folder = folder;
        this.writer = writer;
        logger = setup.Logger;
        counters = writer.Counters.Read();
        notes = new ProducerNotes(setup.Time, setup.Options.NoteDelay, () => writes!.TryWrite(new FlushNotesWrite()));
        var around = new CommitSurroundings(
            setup.Time, logger, setup.Instruments, committed => Volatile.Write(ref counters, committed), setup.BeforeCommit);
        var checkpoints = new Checkpoints(writer, setup.Options.CheckpointBytes, setup.Time, setup.Instruments, logger);
        writes = new WriteQueue(new GroupCommit(writer, notes, around), checkpoints, setup.Options);
        readers = new ReadPool(folder.Database, setup.Options.Readers);
    }

    /// <inheritdoc/>
    public long LastPosition => Volatile.Read(ref counters).Position;

    /// <inheritdoc/>
    public Instant? ClockSeen => Volatile.Read(ref counters).ClockSeen;

    /// <summary>For tests that shrink the disk.</summary>
    internal StoreConnection Writer => writer;

    /// <summary>Opens the store of a data folder and holds the folder until it is disposed.</summary>
    /// <param name="options">Where it is, and its limits.</param>
    /// <param name="time">For acceptance instants.</param>
    /// <param name="logger">Hears of failures.</param>
    /// <param name="instruments">Counts.</param>
    /// <exception cref="StoreRefusedException">The folder is served already, or holds no store that this program can serve.</exception>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of its range.</exception>
    public static SqliteGoalStore Open(
        StoreOptions options, TimeProvider time, ILogger<SqliteGoalStore> logger, StoreInstruments instruments) =>
        Open(new StoreSetup(options, time, logger, instruments, BeforeCommit: null));

    internal static SqliteGoalStore Open(StoreSetup setup)
    {
        setup.Options.Validate();
        var folder = DataFolder.Hold(setup.Options.Directory);
        StoreConnection? writer = null;
        try
        {
            writer = StoreFormat.Open(folder);
            StoreFormat.Check(writer, setup.Options);
            var store = new SqliteGoalStore(folder, writer, setup);
            store.writes.Start();
            setup.Logger.Opened(folder.Path, store.LastPosition, StoreFormat.Newest);
            return store;
        }
        catch
        {
            writer?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<long> AppendAsync(ReadingAppend append, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(append);
        ArgumentOutOfRangeException.ThrowIfZero(append.Readings.Length, nameof(append));
        return writes.WriteAsync(new AppendWrite(append), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<long> SaveStateAsync(StateSave save, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(save);
        return writes.WriteAsync(new SaveStateWrite(save), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<StateRow?> ReadStateAsync(long goal, CancellationToken cancellation) =>
        readers.ReadAsync(connection => connection.States.Read(goal), cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredReadings> ReadHistoryAsync(long goal, long upTo, CancellationToken cancellation) =>
        new HistoryReader(readers).ReadAsync(goal, upTo, cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<long>> ReadStaleAsync(Instant at, long after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return readers.ReadAsync<IReadOnlyList<long>>(connection => connection.States.ReadStale(at, after, limit), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CommittedState>> ReadCommittedAsync(
        CommittedState after, long upTo, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return readers.ReadAsync<IReadOnlyList<CommittedState>>(
            connection => connection.States.ReadCommitted(after, upTo, limit), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<long> ReserveGoalNumbersAsync(int count, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return writes.WriteAsync(new ReserveGoalNumbersWrite(count), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<long> DefineAsync(DefinitionCommit commit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentException.ThrowIfNullOrEmpty(commit.Workspace, nameof(commit));
        return writes.WriteAsync(new DefineWrite(commit), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WorkspaceRow>> ReadWorkspacesAsync(CancellationToken cancellation) =>
        readers.ReadAsync<IReadOnlyList<WorkspaceRow>>(connection => connection.Workspaces.ReadAll(), cancellation);

    /// <inheritdoc/>
    public ValueTask<WorkspaceRow?> ReadWorkspaceAsync(string id, CancellationToken cancellation) =>
        readers.ReadAsync(connection => connection.Workspaces.Read(id), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<GoalRow>> ReadGoalsAsync(string workspace, CancellationToken cancellation) =>
        readers.ReadAsync<IReadOnlyList<GoalRow>>(connection => connection.Goals.ReadAll(workspace), cancellation);

    /// <inheritdoc/>
    public ValueTask<GoalRow?> ReadGoalAsync(long goal, CancellationToken cancellation) =>
        readers.ReadAsync(connection => connection.Goals.Read(goal), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<EdgeRow>> ReadEdgesAsync(string workspace, CancellationToken cancellation) =>
        readers.ReadAsync<IReadOnlyList<EdgeRow>>(connection => connection.Edges.ReadAll(workspace), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<EdgeRow>> ReadEdgesUpAsync(long goal, CancellationToken cancellation) =>
        readers.ReadAsync<IReadOnlyList<EdgeRow>>(connection => connection.Edges.ReadUp(goal), cancellation);

    /// <inheritdoc/>
    public ValueTask<Subtree?> ReadSubtreeAsync(long goal, CancellationToken cancellation) =>
        readers.ReadAsync(connection => new SubtreeReader(connection).Read(goal), cancellation);

    /// <inheritdoc/>
    public ValueTask<ProducerRow> OpenProducerAsync(string workspace, string producer, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(workspace);
        ArgumentException.ThrowIfNullOrEmpty(producer);
        return writes.WriteAsync(new OpenProducerWrite(workspace, producer), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<ProducerRow?> ReadProducerAsync(string workspace, string producer, CancellationToken cancellation) =>
        readers.ReadAsync(connection => connection.Producers.Read(workspace, producer)?.Row, cancellation);

    /// <inheritdoc/>
    public void NoteProducer(long producer, long epoch, long lastSequence) =>
        notes.Note(producer, new ProducerNote(epoch, lastSequence));

    /// <inheritdoc/>
    public async ValueTask NoteClockAsync(Instant at, CancellationToken cancellation)
    {
        if (ClockSeen is not { } seen || seen < at)
        {
            await writes.WriteAsync(new NoteClockWrite(at), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what was handed over, closes the files and gives the data folder back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        await writes.DrainAsync().ConfigureAwait(false);
        notes.Dispose();
        await readers.DisposeAsync().ConfigureAwait(false);
        writes.EmptyLog();
        writer.Dispose();
        folder.Dispose();
        logger.Closed(folder.Path, LastPosition);
    }
}

/// <summary>What a store is opened with.</summary>
/// <param name="Options">Where it is, and its limits.</param>
/// <param name="Time">For acceptance instants.</param>
/// <param name="Logger">Hears of failures.</param>
/// <param name="Instruments">Counts.</param>
/// <param name="BeforeCommit">Runs on the writer's thread before each commit: tests hold or break it here.</param>
internal sealed record StoreSetup(
    StoreOptions Options, TimeProvider Time, ILogger Logger, StoreInstruments Instruments, Action? BeforeCommit);
