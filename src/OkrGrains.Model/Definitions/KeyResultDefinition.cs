using System.Collections.Immutable;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;

namespace OkrGrains.Model.Definitions;

/// <summary>A key result as its plan defines it (goal-model §5, §9). It has the cycle and the commitment of its objective.</summary>
public sealed record KeyResultDefinition
{
    /// <summary>The id, unique among the key results of the workspace.</summary>
    public required string Id { get; init; }

    /// <summary>The descriptive fields.</summary>
    public GoalTexts Texts { get; init; } = new();

    /// <summary>The weight in its objective; 1 by default.</summary>
    public Weight Weight { get; init; } = Weight.One;

    /// <summary>The way in which the key result is measured.</summary>
    public required Measurement Measurement { get; init; }

    /// <summary>
    /// The kind of roll-up of a key result that is rolled up from aligned objectives; the weighted average for every other one, several
    /// KPIs among them (goal-model §5).
    /// </summary>
    public RollUpKind RollUp => (Measurement as AlignedMeasurement)?.RollUp ?? RollUpKind.WeightedAverage;

    /// <summary>The milestones of its expected progress, by ascending date.</summary>
    public ImmutableArray<Milestone> Milestones { get; init; } = [];
}
