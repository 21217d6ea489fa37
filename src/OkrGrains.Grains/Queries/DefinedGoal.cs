using OkrGrains.Grains.Goals;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Targets;

namespace OkrGrains.Grains.Queries;

/// <summary>What a plan says of a goal, parsed. One of the three definitions is given.</summary>
public sealed record DefinedGoal
{
    /// <summary>The definition of a KPI; null for another goal.</summary>
    public KpiDefinition? Kpi { get; init; }

    /// <summary>The definition of a key result; null for another goal.</summary>
    public KeyResultDefinition? KeyResult { get; init; }

    /// <summary>The definition of an objective; null for another goal.</summary>
    public ObjectiveDefinition? Objective { get; init; }

    /// <summary>The commitment of the objective, or of the objective of a key result; null for a KPI.</summary>
    public Commitment? Commitment { get; init; }

    /// <summary>The time of the goal's cycle; null without one.</summary>
    public CycleSpan? Span { get; init; }

    /// <summary>The descriptive fields.</summary>
    public GoalTexts Texts => Kpi?.Texts ?? KeyResult?.Texts ?? Objective?.Texts ?? new GoalTexts();

    /// <summary>The target of the goal itself; null for a goal without one.</summary>
    public Target? Target => Kpi?.Target ?? KeyResult?.Measurement switch
    {
        KpiMeasurement measured => measured.Target,
        ReadingsMeasurement measured => measured.Target,
        _ => null,
    };

    /// <summary>True if readings are sent to the goal itself.</summary>
    public bool TakesReadings => Kpi?.Measure is not null || KeyResult?.Measurement is ReadingsMeasurement;

    /// <summary>Returns a goal of a plan without faults.</summary>
    internal static DefinedGoal Of(Plan plan, GoalName name)
    {
        if (name.Kind == GoalKind.Kpi)
        {
            return new() { Kpi = plan.Kpis.Single(kpi => kpi.Id == name.Id) };
        }

        var owner = plan.Objectives.Single(objective => name.Kind == GoalKind.Objective
            ? objective.Id == name.Id
            : objective.KeyResults.Any(keyResult => keyResult.Id == name.Id));
        var frame = new WorkspaceFrame(plan.Settings);
        return new()
        {
            Objective = name.Kind == GoalKind.Objective ? owner : null,
            KeyResult = name.Kind == GoalKind.KeyResult ? owner.KeyResults.Single(keyResult => keyResult.Id == name.Id) : null,
            Commitment = owner.Commitment,
            Span = frame.CycleOf(owner.Cycle),
        };
    }
}
