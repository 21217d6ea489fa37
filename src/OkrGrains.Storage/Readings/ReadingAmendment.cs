using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;
using OkrGrains.Storage.States;
using Orleans;

namespace OkrGrains.Storage.Readings;

/// <summary>A correction or a retraction of a reading.</summary>
/// <param name="Producer">The number of the reading's producer in this store.</param>
/// <param name="Sequence">The reading's sequence in its producer.</param>
/// <param name="Value">The double that should have been sent, finite, |v| ≤ 1e15; null when nothing should have been.</param>
/// <param name="Author">Who says so.</param>
/// <param name="Reason">Why.</param>
[Immutable, GenerateSerializer, Alias("okr.reading-amendment")]
public sealed record ReadingAmendment(
    [property: Id(0)] long Producer,
    [property: Id(1)] long Sequence,
    [property: Id(2)] double? Value,
    [property: Id(3)] string Author,
    [property: Id(4)] string Reason)
{
    /// <summary>Which reading it is of.</summary>
    public ReadingName Name => new(Producer, Sequence);
}

/// <summary>An amendment as it is kept.</summary>
/// <param name="Position">The commit.</param>
/// <param name="AcceptedAt">The acceptance instant.</param>
/// <param name="Amendment">What it says.</param>
public sealed record StoredAmendment(long Position, Instant AcceptedAt, ReadingAmendment Amendment);

/// <summary>An amendment of one of a goal's readings together with the state that it leads to.</summary>
/// <param name="Amendment">What it says.</param>
/// <param name="State">The state after it.</param>
public sealed record AmendmentAppend(ReadingAmendment Amendment, StateSave State);
