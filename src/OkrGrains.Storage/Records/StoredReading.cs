using System.Collections.Immutable;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;
using Orleans;

namespace OkrGrains.Storage.Records;

/// <summary>A reading as it is stored, with its producer.</summary>
/// <param name="Time">The event time.</param>
/// <param name="Value">The value as it was sent, finite, |v| ≤ 1e15.</param>
/// <param name="Producer">The producer's number in this store.</param>
/// <param name="Sequence">The reading's sequence in its producer; together they name the reading for good.</param>
[Immutable, GenerateSerializer, Alias("okr.stored-reading")]
public readonly record struct StoredReading(
    [property: Id(0)] Instant Time, [property: Id(1)] double Value, [property: Id(2)] long Producer, [property: Id(3)] long Sequence)
{
    /// <summary>The name by which amendments refer to the reading.</summary>
    public ReadingName Name => new(Producer, Sequence);
}

/// <summary>New readings of one goal together with the state that results from them.</summary>
/// <param name="Readings">
/// One or more readings, in the order of acceptance. The memory must not change until the append has completed.
/// </param>
/// <param name="State">The goal's state with these readings.</param>
public sealed record ReadingAppend(ReadOnlyMemory<StoredReading> Readings, StateSave State)
{
    /// <summary>
    /// The streams that brought the readings. The whole append is refused if one of them has been fenced. None by default.
    /// </summary>
    public ImmutableArray<ProducerEpoch> Streams { get; init; } = [];

    /// <summary>The check-in that brought the reading, which is stored in the same commit; null for none.</summary>
    public NewCheckIn? CheckIn { get; init; }
}
