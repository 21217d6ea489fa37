using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;
using Orleans;

namespace OkrGrains.Storage.Records;

/// <summary>A correction or a retraction of a reading.</summary>
/// <param name="Producer">The number of the reading's producer in this store.</param>
/// <param name="Sequence">The reading's sequence in its producer.</param>
/// <param name="Value">
/// The value that should have been sent, finite, |v| ≤ 1e15; null if the reading should not have been sent at all.
/// </param>
/// <param name="Author">The person who amends the reading.</param>
/// <param name="Reason">The reason that the author gives.</param>
[Immutable, GenerateSerializer, Alias("okr.reading-amendment")]
public sealed record ReadingAmendment(
    [property: Id(0)] long Producer,
    [property: Id(1)] long Sequence,
    [property: Id(2)] double? Value,
    [property: Id(3)] string Author,
    [property: Id(4)] string Reason)
{
    /// <summary>The request that asks for it, if its caller has named it. It is stored beside the amendment, not with it.</summary>
    [Id(5)]
    public NamedRequest? Request { get; init; }

    /// <summary>The name of the amended reading.</summary>
    public ReadingName Name => new(Producer, Sequence);
}

/// <summary>A stored amendment.</summary>
/// <param name="Position">The position of its commit.</param>
/// <param name="AcceptedAt">The acceptance instant of its commit.</param>
/// <param name="Amendment">The amendment itself.</param>
public sealed record StoredAmendment(long Position, Instant AcceptedAt, ReadingAmendment Amendment);

/// <summary>An amendment of one of a goal's readings together with the state that results from it.</summary>
/// <param name="Amendment">The amendment.</param>
/// <param name="State">The goal's state with the amendment.</param>
public sealed record AmendmentAppend(ReadingAmendment Amendment, StateSave State)
{
    /// <summary>The named request that asks for it, which is stored in the same commit; null for none.</summary>
    public NewRequest? Request { get; init; }
}
