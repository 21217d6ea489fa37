using OkrGrains.Model.Formulas;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Kpis;

/// <summary>A KPI as its plan defines it (goal-model §3, §4, §9). Exactly one of <see cref="Measure"/> and <see cref="Formula"/> is given.</summary>
public sealed record KpiDefinition
{
    /// <summary>Unique among the KPIs of the workspace.</summary>
    public required string Id { get; init; }

    /// <summary>What it says of itself.</summary>
    public GoalTexts Texts { get; init; } = new();

    /// <summary>What the value counts: <c>min</c>, <c>%</c> …; null when not given.</summary>
    public string? Unit { get; init; }

    /// <summary><c>quantitative</c> or <c>qualitative</c>; null when not given.</summary>
    public string? Nature { get; init; }

    /// <summary><c>leading</c>, <c>lagging</c> or <c>input</c>; null when not given.</summary>
    public string? Signal { get; init; }

    /// <summary>How its own readings become its value; null for a derived KPI.</summary>
    public Measure? Measure { get; init; }

    /// <summary>How its value follows from other KPIs; null for one that takes readings.</summary>
    public Formula? Formula { get; init; }

    /// <summary>How the value is scored; null for a KPI without a target.</summary>
    public Target? Target { get; init; }

    /// <summary>How long after its newest reading it is stale; null for never (goal-model §7).</summary>
    public Duration? StaleAfter { get; init; }
}
