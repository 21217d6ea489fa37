using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Evaluation;

/// <summary>A reading and the goal that takes it (goal-model §10).</summary>
/// <param name="Goal">A KPI without a formula, or a key result that is measured by itself.</param>
/// <param name="Time">The instant for which the value holds.</param>
/// <param name="Value">The value that was read.</param>
public readonly record struct GoalReading(GoalName Goal, Instant Time, Nano Value);
