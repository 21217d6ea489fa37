using System.Collections.Immutable;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Evaluation;

/// <summary>The figures of every goal of a plan at one instant (goal-model §11).</summary>
/// <param name="At">The instant of evaluation, T.</param>
/// <param name="Kpis">The KPIs, in the order of the plan.</param>
/// <param name="KeyResults">The key results, in the order of the plan.</param>
/// <param name="Objectives">The objectives, in the order of the plan.</param>
public sealed record Evaluation(
    Instant At, ImmutableArray<EvaluatedGoal> Kpis, ImmutableArray<EvaluatedGoal> KeyResults, ImmutableArray<EvaluatedGoal> Objectives);

/// <summary>One goal of an <see cref="Evaluation"/>.</summary>
/// <param name="Id">The id of the goal, unique among its kind.</param>
/// <param name="Figures">The numbers and words of the goal.</param>
public readonly record struct EvaluatedGoal(string Id, GoalFigures Figures);
