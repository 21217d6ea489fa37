using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Definitions;

/// <summary>A point of a goal's expected progress (goal-model §7).</summary>
/// <param name="Date">A date inside the cycle; the milestone is reached where the date starts in the workspace's time zone.</param>
/// <param name="Progress">The progress expected by then, 0 to 1, never less than that of an earlier milestone.</param>
public sealed record Milestone(DateOnly Date, Portion Progress);
