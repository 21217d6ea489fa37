using System.Collections.Immutable;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Producers;
using Orleans;

namespace OkrGrains.Storage.Readings;

/// <summary>A reading as it is kept: what was sent, and who sent it.</summary>
/// <param name="Time">The event time.</param>
/// <param name="Value">The double as sent, finite, |v| ≤ 1e15.</param>
/// <param name="Producer">The producer's number in this store.</param>
/// <param name="Sequence">The reading's sequence in its producer; with the producer it names the reading for good.</param>
[Immutable, GenerateSerializer, Alias("okr.stored-reading")]
public readonly record struct StoredReading(
    [property: Id(0)] Instant Time, [property: Id(1)] double Value, [property: Id(2)] long Producer, [property: Id(3)] long Sequence)
{
    /// <summary>What amendments call it.</summary>
    public ReadingName Name => new(Producer, Sequence);
}

/// <summary>New readings of one goal together with the state that they lead to.</summary>
/// <param name="Readings">One or more, in the order of acceptance. The memory is not changed until the append has completed.</param>
/// <param name="State">The state after them.</param>
public sealed record ReadingAppend(ReadOnlyMemory<StoredReading> Readings, States.StateSave State)
{
    /// <summary>The streams that brought the readings; an append with one that has been fenced is refused as a whole. None by default.</summary>
    public ImmutableArray<ProducerEpoch> Streams { get; init; } = [];

    /// <summary>The check-in that brought the reading, kept in the same commit; null for none.</summary>
    public CheckIns.NewCheckIn? CheckIn { get; init; }
}
