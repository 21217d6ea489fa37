using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>
/// Decides whether the store holds what a producer knows to be acknowledged. If it does not, it was rolled back: a producer that went on
/// would leave a gap that nobody ever notices.
/// </summary>
internal sealed class HeldReadings(IProducerStore producers, IReadingStore readings, ICommitLog commits, TimeProvider time)
{
    /// <summary>
    /// The number of readings that a process may have acknowledged to one producer and not recorded when it was killed: more than any window
    /// of a stream, and less than would let a stranger who claims to know more use a producer's sequences up.
    /// </summary>
    private const long MostUnrecorded = 1 << 22;

    private readonly ProducerReach _reach = new(readings, commits, time);

    /// <summary>Returns the sequence from which a producer goes on, before its stream is opened, so that a refused one fences nobody.</summary>
    /// <param name="workspace">The workspace's id.</param>
    /// <param name="producer">The producer's name.</param>
    /// <param name="known">What the producer knows.</param>
    /// <param name="cancellation">Cancels the reads.</param>
    /// <returns>A sequence up to which every reading is durable; the producer's record may be further.</returns>
    /// <exception cref="StoreRolledBackException">The store does not hold what the producer knows to be acknowledged.</exception>
    public async Task<long> CheckAsync(string workspace, string producer, AcknowledgedReadings known, CancellationToken cancellation)
    {
        if (known.Incarnation is { } stated && commits.Lineage.Reach(stated, commits.LastPosition) is null)
        {
            throw new StoreRolledBackException(
                (await producers.ReadProducerAsync(workspace, producer, cancellation))?.LastSequence ?? 0, known.Through);
        }

        if (known.Through == 0)
        {
            return 0;
        }

        var row = await producers.ReadProducerAsync(workspace, producer, cancellation);
        if (known.Through > (row?.LastSequence ?? 0))
        {
            // What this process has acknowledged, it has recorded; but perhaps not yet written.
            await producers.FlushProgressAsync(cancellation);
            row = await producers.ReadProducerAsync(workspace, producer, cancellation);
        }

        var held = row?.LastSequence ?? 0;
        if (known.Through <= held)
        {
            return known.Through;
        }

        if (known.Incarnation is { } earlier && earlier != commits.Lineage.Current.Id)
        {
            return held;
        }

        if (row is not null && await IsHeldAsync(row, known.Through, cancellation))
        {
            return known.Through;
        }

        return known.Incarnation is null && commits.Lineage.WasRestored ? held : throw new StoreRolledBackException(held, known.Through);
    }

    private async Task<bool> IsHeldAsync(ProducerRow row, long through, CancellationToken cancellation) =>
        through - row.LastSequence <= MostUnrecorded
        && await _reach.MayHoldAsync(row.Number, through, cancellation);
}

/// <summary>The knowledge that a producer has of its readings when it opens a stream.</summary>
/// <param name="Through">The last sequence that was acknowledged as durable to it; 0 for none.</param>
/// <param name="Incarnation">The incarnation of the store in which that was; null if the producer does not say.</param>
public readonly record struct AcknowledgedReadings(long Through, long? Incarnation);
