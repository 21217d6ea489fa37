namespace OkrGrains.Storage.Records;

/// <summary>Says how much of a subtree a read returns.</summary>
public sealed record SubtreeScope
{
    /// <summary>Everything.</summary>
    public static SubtreeScope Whole { get; } = new();

    /// <summary>
    /// The greatest number of goals and edges together. A read that meets more ends early with <see cref="Subtree.IsCut"/> set, so that a
    /// caller learns at a small price that a subtree is large. Default: unlimited.
    /// </summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>The goals that the caller has already from earlier reads; null for none.</summary>
    public HeldGoals? Held { get; init; }
}

/// <summary>Goals of one workspace that a caller has from earlier reads of subtrees, each with everything below it.</summary>
/// <param name="Revision">The workspace's revision in those reads. If it is another by now, what is held is of no use.</param>
/// <param name="Position">The position of the last of those reads.</param>
/// <param name="Contains">Returns true if a goal is held.</param>
public sealed record HeldGoals(long Revision, long Position, Func<long, bool> Contains);
