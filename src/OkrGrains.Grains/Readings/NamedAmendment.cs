using OkrGrains.Model.Goals;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Readings;

/// <summary>A request to amend a reading.</summary>
/// <param name="Producer">The producer's name.</param>
/// <param name="Sequence">The reading's sequence in the producer.</param>
/// <param name="Value">The value that should have been read, finite, |v| ≤ 1e15; null to retract the reading.</param>
/// <param name="Author">The author of the amendment.</param>
/// <param name="Reason">The reason for the amendment.</param>
public sealed record NamedAmendment(string Producer, long Sequence, double? Value, string Author, string Reason)
{
    /// <summary>The request, if its caller has named it; null otherwise.</summary>
    public NamedRequest? Request { get; init; }
}

/// <summary>The result of an amendment, and the goal that it was made at.</summary>
/// <param name="Goal">The name of the goal that holds the reading; null when it was not found.</param>
/// <param name="Amended">The answer of the goal.</param>
public sealed record AmendedGoal(GoalName? Goal, Amended Amended)
{
    internal static AmendedGoal Not(AmendOutcome why) => new(null, Amended.Not(why));
}
