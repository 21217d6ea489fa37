using System.Collections.Immutable;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Evaluation;

/// <summary>The figures of every goal of a plan at one instant (goal-model §11).</summary>
/// <param name="At">T.</param>
/// <param name="Kpis">The KPIs, in the order of the plan.</param>
/// <param name="KeyResults">The key results, in the order of the plan.</param>
/// <param name="Objectives">The objectives, in the order of the plan.</param>
public sealed record Evaluation(
    Instant At, ImmutableArray<EvaluatedGoal> Kpis, ImmutableArray<EvaluatedGoal> KeyResults, ImmutableArray<EvaluatedGoal> Objectives);

/// <summary>One goal of an <see cref="Evaluation"/>.</summary>
/// <param name="Id">Its id, unique among its kind.</param>
/// <param name="Figures">Its numbers and words.</param>
public readonly record struct EvaluatedGoal(string Id, GoalFigures Figures);
