using System.Collections.Immutable;
using OkrGrains.Model.Cycles;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.RollUps;

namespace OkrGrains.Model.KeyResults;

/// <summary>A key result as its plan defines it (goal-model §5, §9). Its cycle and commitment are its objective's.</summary>
public sealed record KeyResultDefinition
{
    /// <summary>Unique among the key results of the workspace.</summary>
    public required string Id { get; init; }

    /// <summary>What it says of itself.</summary>
    public GoalTexts Texts { get; init; } = new();

    /// <summary>Its weight in its objective; 1 by default.</summary>
    public Weight Weight { get; init; } = Weight.One;

    /// <summary>How it is measured.</summary>
    public required Measurement Measurement { get; init; }

    /// <summary>How it rolls up what it takes from other goals, if it does (goal-model §5): several KPIs by their weighted average.</summary>
    public RollUpKind RollUp => (Measurement as AlignedMeasurement)?.RollUp ?? RollUpKind.WeightedAverage;

    /// <summary>Its points of expected progress, by ascending date.</summary>
    public ImmutableArray<Milestone> Milestones { get; init; } = [];
}
