using System.Collections.Immutable;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Writer;

namespace OkrGrains.Storage.Sqlite;

// The members of IProducerStore.
public sealed partial class SqliteGoalStore
{
    /// <inheritdoc/>
    public ValueTask<ProducerRow> OpenProducerAsync(string workspace, string producer, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(workspace);
        ArgumentException.ThrowIfNullOrEmpty(producer);
        return _writes.WriteAsync(new OpenProducerWrite(workspace, producer), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<ProducerRow?> ReadProducerAsync(string workspace, string producer, CancellationToken cancellation) =>
        _readers.ReadAsync(
            connection => connection.Producers.Read(connection.Tombstones.KeyOf(workspace), producer)?.Row, cancellation);

    /// <inheritdoc/>
    public async ValueTask FlushProgressAsync(CancellationToken cancellation) =>
        await _writes.WriteAsync(new AwaitedFlushWrite(), cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public void RecordProgress(
        long producer,
        long epoch,
        long lastSequence,
        ReadOnlyMemory<byte> checkpoint = default,
        ImmutableArray<RejectedRun> rejected = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(checkpoint.Length, ProducerCheckpoint.MostBytes, nameof(checkpoint));
        var latest = checkpoint.IsEmpty ? null : new ProducerCheckpoint(lastSequence, checkpoint);
        _progress.Add(producer, new ProducerProgress(epoch, lastSequence, latest, rejected.IsDefault ? [] : rejected));
    }
}
