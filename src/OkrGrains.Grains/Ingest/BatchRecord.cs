using System.Collections.Immutable;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>The data that is stored of a batch once its readings are durable.</summary>
/// <param name="ThroughSequence">The last sequence that the batch uses up, by readings or by rejected ones.</param>
public readonly record struct BatchRecord(long ThroughSequence)
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
