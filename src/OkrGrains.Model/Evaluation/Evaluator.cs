using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Evaluation;

/// <summary>
/// Evaluates a whole plan from scratch. It uses the definitions of targets, roll-ups and formulas, and none of the state that a live tree
/// keeps.
/// </summary>
public static class Evaluator
{
    /// <summary>Returns the figures of every goal at one instant, in time about linear in plan and readings.</summary>
    /// <param name="plan">A plan without faults: every reference leads somewhere and no links form a cycle (goal-model §9).</param>
    /// <param name="readings">
    /// All readings in the order of their acceptance; among readings of one goal with equal times the later one counts under <c>last</c>.
    /// </param>
    /// <param name="at">The instant of evaluation, T.</param>
    public static Evaluation Evaluate(Plan plan, IReadOnlyList<GoalReading> readings, Instant at) =>
        new PlanEvaluation(plan, ReadingHistory.Of(readings), at).Run();

    /// <summary>
    /// Returns the figures of every goal at one instant, from readings that are grouped by goal already, as a readings file gives them.
    /// Several evaluations can share the same readings.
    /// </summary>
    /// <param name="plan">A plan without faults: every reference leads somewhere and no links form a cycle (goal-model §9).</param>
    /// <param name="readings">The readings of each goal in the order of their acceptance.</param>
    /// <param name="at">The instant of evaluation, T.</param>
    public static Evaluation Evaluate(
        Plan plan, IReadOnlyDictionary<GoalName, IReadOnlyList<Reading>> readings, Instant at) =>
        new PlanEvaluation(plan, new ReadingHistory(readings), at).Run();
}
