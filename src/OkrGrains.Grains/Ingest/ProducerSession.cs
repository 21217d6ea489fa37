using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>An open stream of a producer.</summary>
public sealed class ProducerSession : IDisposable
{
    private readonly IngestGateway _gateway;
    private readonly WorkspaceIngest _ingest;
    private readonly (string Workspace, string Producer) _name;
    private readonly ProducerEpoch _from;
    private readonly CancellationTokenSource _fenced = new();
    private readonly Lock _gate = new();
    private bool _closed;

    /// <summary>The failure of all batches so far, once they have ended; null if all of them are durable and recorded.</summary>
    private Task<Exception?> _allBefore = Task.FromResult<Exception?>(null);

    internal ProducerSession(
        IngestGateway gateway, WorkspaceIngest ingest, (string Workspace, string Producer) name, ProducerRow row, long held)
    {
        _gateway = gateway;
        _ingest = ingest;
        _name = name;
        _from = new ProducerEpoch(row.Number, row.Epoch);
        LastSequence = Math.Max(row.LastSequence, held);
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

    /// <summary>Returns the sender with an index, of a goal of the stream's workspace.</summary>
    public GoalSender SenderAt(int index) => _ingest.SenderAt(index);

    internal long Producer => _from.Producer;

    /// <summary>Returns an empty buffer for readings of this stream.</summary>
    /// <param name="most">The most readings that the buffer takes.</param>
    public ReadingBuffer NewBuffer(int most) => _ingest.BufferFor(_from, most);

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
        SubmitAsync(readings, new BatchProgress(throughSequence));

    /// <inheritdoc cref="SubmitAsync(ReadOnlySpan{RoutedReading}, long)"/>
    /// <param name="readings">The readings by rising sequence. They are not used after the call has returned.</param>
    /// <param name="progress">The progress of the producer that is stored once the readings are durable.</param>
    public Task<Submitted> SubmitAsync(ReadOnlySpan<RoutedReading> readings, BatchProgress progress) =>
        OnceRecordedAsync(Submit(_ingest.BufferFor(_from, readings), progress, tellsApplied: false));

    /// <summary>
    /// Does the same as <see cref="SubmitAsync(ReadOnlySpan{RoutedReading}, BatchProgress)"/> for a producer that nobody resumes: these
    /// readings may be told of once they are durable, whatever becomes of those that were submitted before. It also tells when nothing of
    /// them is in flight any more.
    /// </summary>
    /// <param name="readings">The readings by rising sequence. They are not used after the call has returned.</param>
    /// <param name="progress">The progress of the producer that is stored once the readings are durable.</param>
    public Acknowledgement SubmitAlone(ReadOnlySpan<RoutedReading> readings, BatchProgress progress) =>
        Submit(_ingest.BufferFor(_from, readings), progress, tellsApplied: false);

    /// <summary>
    /// Does the same as <see cref="SubmitAsync(ReadOnlySpan{RoutedReading}, BatchProgress)"/> with a buffer, and can also tell when the goals
    /// hold the readings in memory.
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
    /// <param name="room">
    /// Room that is given back once every reading is durable, refused or given up. That may be long after the stream has ended, or after
    /// the first of the readings has failed, and until then they are in memory. If this call throws, it is not given back.
    /// </param>
    public Acknowledgement Submit(ReadingBuffer buffer, BatchProgress progress, bool tellsApplied, HeldRoom room = default)
    {
        if (Fenced.IsCancellationRequested)
        {
            buffer.Dispose();
            room.GiveBack();
            return new Acknowledgement(Task.FromException<Submitted>(new ProducerFencedException()), applied: null, submission: null);
        }

        var sent = _ingest.Send(buffer, _from, tellsApplied, room);
        lock (_gate)
        {
            _allBefore = RecordAfterAsync(_allBefore, sent.Durable, progress);
            return sent with { Recorded = _allBefore };
        }
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

    /// <summary>
    /// Records the progress of a batch once it and all batches before it are durable. A last reading that was rejected leaves no other trace
    /// in the store, so its record is made durable at once: after a crash the producer would be taken for one that knows too much.
    /// </summary>
    /// <returns>Null if everything so far is durable and recorded; otherwise the first failure. It never throws.</returns>
    private async Task<Exception?> RecordAfterAsync(Task<Exception?> before, Task<Submitted> sent, BatchProgress progress)
    {
        var failure = await before;
        try
        {
            var notTaken = (await sent).NotTaken;
            if (failure is not null)
            {
                return failure;
            }

            _gateway.RecordProgress(_from, progress, notTaken);
            return progress.EndsRejected(notTaken) ? await FlushAsync() : null;
        }
        catch (Exception later)
        {
            return failure ?? later;
        }
    }

    /// <summary>Stands apart, since its waits would make the object larger that follows each batch.</summary>
    private async Task<Exception?> FlushAsync()
    {
        await _gateway.FlushProgressAsync();

        // The record of a stream that has been fenced meanwhile is dropped.
        return await _gateway.IsNewestAsync(_name, _from.Epoch) ? null : new ProducerFencedException();
    }

    private static async Task<Submitted> OnceRecordedAsync(Acknowledgement sent)
    {
        var submitted = await sent.Durable;
        return await sent.Recorded is { } failure ? throw failure : submitted;
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

    /// <summary>Returns true if the last reading of the batch was rejected.</summary>
    internal bool EndsRejected(ImmutableArray<long> notTaken) =>
        (!Rejected.IsDefaultOrEmpty && Rejected[^1].First + Rejected[^1].Count > ThroughSequence) || notTaken.Contains(ThroughSequence);

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
