using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Sqlite.Writer;

/// <summary>
/// The producer offsets that no commit has written yet, the newest of each producer. If no commit comes along in time, a timer asks for
/// one.
/// </summary>
internal sealed class PendingProgress : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private readonly TimeSpan _delay;
    private Dictionary<long, ProducerProgress> _pending = [];
    private Dictionary<long, ProducerProgress> _taken = [];

    public PendingProgress(TimeProvider time, TimeSpan delay, Action flush)
    {
        _delay = delay;
        _timer = time.CreateTimer(static flush => ((Action)flush!)(), flush, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(long producer, ProducerProgress progress)
    {
        lock (_gate)
        {
            Keep(producer, progress);
        }
    }

    /// <summary>Writes the pending offsets. They count as written unless <see cref="Restore"/> is called.</summary>
    public void Write(CommitScope scope, ILogger logger)
    {
        lock (_gate)
        {
            (_pending, _taken) = (_taken, _pending);
            _pending.Clear();
        }

        foreach (var (number, progress) in _taken)
        {
            try
            {
                Write(scope, number, progress);
            }
            catch (StoreDamagedException damaged)
            {
                // A damaged row must not stop all writing. An offset may lag behind for good, because readings are deduplicated at each
                // goal.
                logger.ProgressDropped(damaged, number);
            }
        }
    }

    /// <summary>Makes the offsets pending again, because the transaction that wrote them was not committed.</summary>
    public void Restore()
    {
        lock (_gate)
        {
            foreach (var (producer, progress) in _taken)
            {
                Keep(producer, progress);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private static void Write(CommitScope scope, long number, ProducerProgress progress)
    {
        if (scope.Connection.Producers.Read(number) is { } known && progress.IsNewerThan(known.Row))
        {
            var updated = known.Row with
            {
                LastSequence = progress.LastSequence,
                Checkpoint = progress.Checkpoint ?? known.Row.Checkpoint,
                Rejections = known.Row.Rejections.With(progress.Rejected),
            };
            scope.Connection.Producers.Update(known with { Row = updated });
            scope.Changed();
        }
    }

    private void Keep(long producer, ProducerProgress progress)
    {
        if (_pending.Count == 0)
        {
            _timer.Change(_delay, Timeout.InfiniteTimeSpan);
        }

        _pending[producer] = !_pending.TryGetValue(producer, out var known) ? progress
            : progress.IsNewerThan(known) ? progress.After(known) : known.After(progress);
    }
}

/// <summary>A producer offset: every reading of the producer's stream up to a sequence is durable.</summary>
internal readonly record struct ProducerProgress(
    long Epoch, long LastSequence, ProducerCheckpoint? Checkpoint, ImmutableArray<RejectedRun> Rejected)
{
    /// <summary>Returns this offset with what an older one of the same stream holds and this one does not.</summary>
    public ProducerProgress After(ProducerProgress older) => Epoch != older.Epoch ? this : this with
    {
        Checkpoint = Checkpoint ?? older.Checkpoint,
        Rejected = older.Rejected.AddRange(Rejected),
    };

    public bool IsNewerThan(ProducerProgress other) =>
        Epoch > other.Epoch || (Epoch == other.Epoch && LastSequence > other.LastSequence);

    /// <summary>
    /// Returns whether this offset moves a stored producer on. An offset of an older epoch comes from a stream that has been fenced.
    /// </summary>
    public bool IsNewerThan(ProducerRow row) => Epoch == row.Epoch && LastSequence > row.LastSequence;
}
