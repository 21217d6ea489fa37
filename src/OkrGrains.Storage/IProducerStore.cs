using System.Collections.Immutable;
using OkrGrains.Storage.Records;

namespace OkrGrains.Storage;

/// <summary>Stores producers: the newest epoch of each, and the sequence up to which all of its readings are durable.</summary>
/// <remarks><see cref="IGoalStore"/> says what holds for all members.</remarks>
public interface IProducerStore
{
    /// <summary>Makes a new epoch of a producer durable. Older epochs are refused from then on.</summary>
    ValueTask<ProducerRow> OpenProducerAsync(string workspace, string producer, CancellationToken cancellation);

    /// <summary>Reads a producer as it was last stored; null if it never opened a stream.</summary>
    ValueTask<ProducerRow?> ReadProducerAsync(string workspace, string producer, CancellationToken cancellation);

    /// <summary>Completes once everything that <see cref="RecordProgress"/> has recorded so far is durable.</summary>
    /// <exception cref="StoreUnavailableException">The store takes no more writes.</exception>
    ValueTask FlushProgressAsync(CancellationToken cancellation);

    /// <summary>
    /// Records, with the next commit, that every reading of the producer up to a sequence is durable. The record may lag behind; it never
    /// leads.
    /// </summary>
    /// <param name="producer">The producer's number.</param>
    /// <param name="epoch">The stream's epoch. A record of an older epoch than the newest is dropped.</param>
    /// <param name="lastSequence">The sequence of the last of those readings.</param>
    /// <param name="checkpoint">
    /// The bytes that the producer wants back about those readings when it opens a stream again, at most
    /// <see cref="ProducerCheckpoint.MostBytes"/>. The memory must never change. Empty keeps the previous checkpoint.
    /// </param>
    /// <param name="rejected">Those of the readings that were rejected, by rising sequence. None of them has been passed before.</param>
    void RecordProgress(
        long producer,
        long epoch,
        long lastSequence,
        ReadOnlyMemory<byte> checkpoint = default,
        ImmutableArray<RejectedRun> rejected = default);
}
