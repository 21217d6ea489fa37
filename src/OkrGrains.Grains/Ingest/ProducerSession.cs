using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>An open stream of a producer.</summary>
public sealed class ProducerSession : IDisposable
{
    private readonly IngestGateway _gateway;
    private readonly ProducerEpoch _from;
    private readonly CancellationTokenSource _fenced = new();
    private readonly Lock _gate = new();
    private bool _closed;
    private bool _claims;
    private Task _allBefore = Task.CompletedTask;

    internal ProducerSession(IngestGateway gateway, ProducerRow row, long acknowledged)
    {
        _gateway = gateway;
        _from = new ProducerEpoch(row.Number, row.Epoch);
        LastSequence = Math.Max(row.LastSequence, acknowledged);
        _claims = acknowledged > row.LastSequence;
        Checkpoint = row.Checkpoint;
        Rejections = row.Rejections;
        Fenced = _fenced.Token;
    }

    /// <summary>The stream's epoch.</summary>
    public long Epoch => _from.Epoch;

    /// <summary>
    /// The sequence up to which every reading of the producer was durable when the stream was opened; later ones may be durable as well.
    /// </summary>
    public long LastSequence { get; }

    /// <summary>The newest checkpoint that was stored when the stream was opened; null for none.</summary>
    public ProducerCheckpoint? Checkpoint { get; }

    /// <summary>The readings that were known to be rejected when the stream was opened.</summary>
    public ProducerRejections Rejections { get; }

    /// <summary>A token that is cancelled when a newer stream of the producer is opened in this silo.</summary>
    public CancellationToken Fenced { get; }

    /// <inheritdoc cref="IngestGateway.SenderTo"/>
    public GoalSender SenderTo(GoalAddress goal) => _gateway.SenderTo(goal);

    internal long Producer => _from.Producer;

    /// <summary>Returns an empty buffer for readings of this stream.</summary>
    /// <param name="most">The most readings that the buffer takes.</param>
    public ReadingBuffer NewBuffer(int most) => _gateway.BufferFor(_from, most);

    /// <summary>
    /// Sends readings to their goals, and completes once all of them are durable. Calls must be made in the order of the sequences, from
    /// one thread at a time; a call need not be awaited before the next.
    /// </summary>
    /// <param name="readings">The readings by rising sequence. They are not used after the call has returned.</param>
    /// <param name="throughSequence">The last sequence that the batch uses up, by these readings or by rejected ones.</param>
    /// <exception cref="ArgumentException">The sender of a reading belongs to another gateway.</exception>
    /// <exception cref="ProducerFencedException">A newer stream of the producer has been opened.</exception>
    /// <exception cref="Storage.StoreUnavailableException">The store takes no writes.</exception>
    public Task<Submitted> SubmitAsync(ReadOnlySpan<RoutedReading> readings, long throughSequence) =>
        SubmitAlone(readings, new BatchProgress(throughSequence)).Durable;

    /// <summary>
    /// Does the same as <see cref="SubmitAsync"/> for a producer that nobody resumes, and also tells when nothing of the readings is in
    /// flight any more.
    /// </summary>
    /// <param name="readings">The readings by rising sequence. They are not used after the call has returned.</param>
    /// <param name="progress">The progress of the producer that is stored once the readings are durable.</param>
    public Acknowledgement SubmitAlone(ReadOnlySpan<RoutedReading> readings, BatchProgress progress) =>
        Send(_gateway.BufferFor(_from, readings), progress, tellsApplied: false).Sent;

    /// <summary>
    /// Does the same as <see cref="SubmitAsync"/> with a buffer, and can also tell when the goals hold the readings in memory.
    /// </summary>
    /// <remarks>
    /// The producer must be told only once it is <see cref="Acknowledgement.Recorded"/>. Then whatever becomes durable of the readings that
    /// it sends upon that, its progress up to here is durable with them: a producer never knows of more than a window beyond what the store
    /// says of it, not even after a crash.
    /// </remarks>
    /// <param name="buffer">
    /// The readings by rising sequence, in a buffer of this stream. It does not belong to the caller any more, whatever the outcome.
    /// </param>
    /// <param name="progress">The progress of the producer that is stored once the readings are durable.</param>
    /// <param name="tellsApplied">
    /// True if <see cref="Acknowledgement.Applied"/> is wanted before the readings are durable, which costs a message for each goal.
    /// </param>
    public Acknowledgement Submit(ReadingBuffer buffer, BatchProgress progress, bool tellsApplied)
    {
        var (sent, recorded) = Send(buffer, progress, tellsApplied);
        return sent.RecordedBy(recorded);
    }

    /// <summary>Closes the stream. Readings that have been submitted still go to their goals.</summary>
    public void Dispose()
    {
        _gateway.Close(this);
        lock (_gate)
        {
            _fenced.Dispose();
            _closed = true;
        }
    }

    internal void Fence()
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _fenced.Cancel();
            }
        }
    }

    private (Acknowledgement Sent, Task Recorded) Send(ReadingBuffer buffer, BatchProgress progress, bool tellsApplied)
    {
        if (Fenced.IsCancellationRequested)
        {
            buffer.Dispose();
            var fenced = Task.FromException<Submitted>(new ProducerFencedException());
            return (new Acknowledgement(fenced, applied: null, submission: null), fenced);
        }

        lock (_gate)
        {
            if (_claims)
            {
                // The producer knew more than the store said of it. That becomes durable with the first readings that follow.
                _claims = false;
                _gateway.RecordProgress(_from, new BatchProgress(LastSequence), []);
            }
        }

        var sent = _gateway.Send(buffer, _from, tellsApplied);
        lock (_gate)
        {
            _allBefore = RecordAfterAsync(_allBefore, sent.Durable, progress);
            return (sent, _allBefore);
        }
    }

    private async Task RecordAfterAsync(Task before, Task<Submitted> sent, BatchProgress progress)
    {
        await before;
        _gateway.RecordProgress(_from, progress, (await sent).NotTaken);
    }
}

/// <summary>The progress of a producer by one batch, which is stored once the readings of the batch are durable.</summary>
/// <param name="ThroughSequence">The last sequence that the batch uses up, by readings or by rejected ones.</param>
public readonly record struct BatchProgress(long ThroughSequence)
{
    /// <summary>The checkpoint that the producer wants to get back together with that sequence; empty keeps the former one.</summary>
    public ReadOnlyMemory<byte> Checkpoint { get; init; }

    /// <summary>The rejected readings of the batch, by rising sequence.</summary>
    public ImmutableArray<RejectedRun> Rejected { get; init; } = [];

    /// <summary>The reason that is stored for readings that their goals did not take.</summary>
    public int ReasonNotTaken { get; init; }

    /// <summary>Returns the rejected readings, together with those that their goals did not take.</summary>
    internal ImmutableArray<RejectedRun> RejectedWith(ImmutableArray<long> notTaken)
    {
        if (notTaken.IsEmpty)
        {
            return Rejected;
        }

        var reason = ReasonNotTaken;
        return [.. Rejected.Concat(notTaken.Select(sequence => new RejectedRun(sequence, 1, reason))).OrderBy(run => run.First)];
    }
}
