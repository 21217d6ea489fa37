using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Cycles;

/// <summary>A point of a goal's expected progress (goal-model §7).</summary>
/// <param name="Date">Inside the cycle, where that date starts in the workspace's time zone.</param>
/// <param name="Progress">What is expected by then, 0 to 1, never falling.</param>
public sealed record Milestone(DateOnly Date, Portion Progress);
