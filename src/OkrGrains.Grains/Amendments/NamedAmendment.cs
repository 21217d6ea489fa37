using OkrGrains.Grains.Directory;

namespace OkrGrains.Grains.Amendments;

/// <summary>An amendment as somebody asks for it.</summary>
/// <param name="Producer">The producer's name.</param>
/// <param name="Sequence">The reading's sequence in it.</param>
/// <param name="Value">What should have been read, finite, |v| ≤ 1e15; null when nothing should have been.</param>
/// <param name="Author">Who asks.</param>
/// <param name="Reason">Why.</param>
public sealed record NamedAmendment(string Producer, long Sequence, double? Value, string Author, string Reason);

/// <summary>What became of an amendment, and at which goal.</summary>
/// <param name="Goal">The goal that holds the reading; null when it was not found.</param>
/// <param name="Amended">What the goal says.</param>
public sealed record AmendedGoal(GoalEntry? Goal, Amended Amended)
{
    internal static AmendedGoal Not(AmendOutcome why) => new(null, Amended.Not(why));
}
