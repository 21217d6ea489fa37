using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Tables;
using OkrGrains.Storage.Sqlite.Writer;

namespace OkrGrains.Storage.Sqlite;

// The members of ICommitLog.
public sealed partial class SqliteGoalStore
{
    /// <inheritdoc/>
    public long LastPosition => Volatile.Read(ref _counters).Position;

    /// <inheritdoc/>
    public string? ReadOnlyReason => _commit.Refusal?.Message;

    /// <inheritdoc/>
    public StoreLineage Lineage { get; }

    /// <inheritdoc/>
    public Instant? ClockSeen => Volatile.Read(ref _counters).ClockSeen;

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
}
