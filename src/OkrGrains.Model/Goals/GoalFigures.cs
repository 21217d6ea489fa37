using OkrGrains.Model.Numbers;
using OkrGrains.Model.Targets;

namespace OkrGrains.Model.Goals;

/// <summary>The numbers and words of a goal at one instant; null where the goal model defines none (goal-model §11).</summary>
[Immutable, GenerateSerializer, Alias("okr.goal-figures")]
public sealed record GoalFigures
{
    /// <summary>The value of a KPI, or of a key result with a target of its own; null when absent.</summary>
    [Id(0)]
    public Nano? Value { get; init; }

    /// <summary>The unclamped progress; null without a target or value.</summary>
    [Id(1)]
    public Progress? Progress { get; init; }

    /// <summary>The score; null for a KPI without a target.</summary>
    [Id(2)]
    public Portion? Score { get; init; }

    /// <summary>The coverage; null for a KPI without a target.</summary>
    [Id(3)]
    public Portion? Coverage { get; init; }

    /// <summary>The expected progress; null for a KPI and without a cycle.</summary>
    [Id(4)]
    public Portion? Expected { get; init; }

    /// <summary>The health of a KPI; null for other goals.</summary>
    [Id(5)]
    public Health? Health { get; init; }

    /// <summary>The status of a key result or objective; null for a KPI.</summary>
    [Id(6)]
    public Status? Status { get; init; }

    /// <summary>The grade of a key result or objective once its cycle has ended; null before, and without a cycle.</summary>
    [Id(7)]
    public Grade? Grade { get; init; }

    /// <summary>The reason why there is no data; <see cref="NoDataReason.None"/> where there is.</summary>
    [Id(8)]
    public NoDataReason NoData { get; init; }

    /// <summary>The baseline that a key result has captured; null where it captures none, or nothing was there.</summary>
    [Id(9)]
    public CapturedBaseline? Captured { get; init; }
}
