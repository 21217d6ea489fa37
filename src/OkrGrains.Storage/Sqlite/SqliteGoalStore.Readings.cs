using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Readers;
using OkrGrains.Storage.Sqlite.Writer;

namespace OkrGrains.Storage.Sqlite;

// The members of IReadingStore.
public sealed partial class SqliteGoalStore
{
    /// <inheritdoc/>
    public ValueTask<long> AppendAsync(ReadingAppend append, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(append);
        ArgumentOutOfRangeException.ThrowIfZero(append.Readings.Length, nameof(append));
        return _writes.WriteAsync(new AppendWrite(append), cancellation);
    }

    /// <inheritdoc/>
    public void Append(ReadingAppend append, IAppendListener listener)
    {
        ArgumentNullException.ThrowIfNull(append);
        ArgumentNullException.ThrowIfNull(listener);
        ArgumentOutOfRangeException.ThrowIfZero(append.Readings.Length, nameof(append));
        _writes.Write(new ListenedAppendWrite(append, listener));
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
    public ValueTask<IReadOnlyList<StateRow>> ReadStatesAsync(long afterGoal, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return _readers.ReadAsync<IReadOnlyList<StateRow>>(connection => connection.States.ReadPage(afterGoal, limit), cancellation);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredReadings> ReadHistoryAsync(long goal, long upTo, CancellationToken cancellation) =>
        ReadHistorySinceAsync(goal, 0, upTo, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredReadings> ReadHistorySinceAsync(long goal, long after, long upTo, CancellationToken cancellation) =>
        new HistoryReader(_readers).ReadAsync(goal, after, upTo, cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> IsAmendedSinceAsync(long goal, long after, CancellationToken cancellation) => _readers.ReadAsync(
        connection => connection.Amendments.HasAny(goal)
            && connection.Amendments.Count(goal, long.MaxValue) > connection.Amendments.Count(goal, after),
        cancellation);

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
    public ValueTask<long> ReadLastSequenceAsync(long goal, long producer, long upTo, CancellationToken cancellation) =>
        _readers.ReadAsync(connection => HistoryReader.ReadLastSequence(connection, goal, producer, upTo, cancellation), cancellation);

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
}
