using OkrGrains.Model.Formulas;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Definitions;

/// <summary>A KPI as its plan defines it (goal-model §3, §4, §9). Exactly one of <see cref="Measure"/> and <see cref="Formula"/> is given.</summary>
public sealed record KpiDefinition
{
    /// <summary>The id, unique among the KPIs of the workspace.</summary>
    public required string Id { get; init; }

    /// <summary>The part of the workspace whose plan file holds it (goal-model §9).</summary>
    public string Part { get; init; } = PlanPart.Main;

    /// <summary>The descriptive fields.</summary>
    public GoalTexts Texts { get; init; } = new();

    /// <summary>The unit of the value: <c>min</c>, <c>%</c> …; null when not given.</summary>
    public string? Unit { get; init; }

    /// <summary>The nature: <c>quantitative</c> or <c>qualitative</c>; null when not given.</summary>
    public string? Nature { get; init; }

    /// <summary>The signal: <c>leading</c>, <c>lagging</c> or <c>input</c>; null when not given.</summary>
    public string? Signal { get; init; }

    /// <summary>The measure that turns its own readings into its value; null for a derived KPI.</summary>
    public Measure? Measure { get; init; }

    /// <summary>The formula that derives its value from other KPIs; null for a KPI that takes readings.</summary>
    public Formula? Formula { get; init; }

    /// <summary>The target that scores the value; null for a KPI without one.</summary>
    public Target? Target { get; init; }

    /// <summary>The age of its newest reading above which the KPI is stale; null for never (goal-model §7).</summary>
    public Duration? StaleAfter { get; init; }
}
