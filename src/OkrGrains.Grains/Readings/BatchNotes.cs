using System.Collections.Immutable;
using OkrGrains.Storage.Producers;

namespace OkrGrains.Grains.Readings;

/// <summary>What is noted of a batch once its readings are durable.</summary>
/// <param name="ThroughSequence">The last sequence that the batch uses up, by readings or by rejected ones.</param>
public readonly record struct BatchNotes(long ThroughSequence)
{
    /// <summary>What the producer wants to be told with that sequence; empty leaves the former.</summary>
    public ReadOnlyMemory<byte> Checkpoint { get; init; }

    /// <summary>The rejected readings of the batch, by rising sequence.</summary>
    public ImmutableArray<RejectedRun> Rejected { get; init; } = [];

    /// <summary>The reason under which readings are noted that their goals did not take.</summary>
    public int ReasonNotTaken { get; init; }

    /// <summary>The rejected readings, with those that turned out not to be taken.</summary>
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
