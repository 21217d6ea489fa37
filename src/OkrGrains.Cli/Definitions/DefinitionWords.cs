using OkrGrains.Cli.Drawing;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;

namespace OkrGrains.Cli.Definitions;

/// <summary>Says in words what a plan says of a goal: how it is measured, and what is wanted of it.</summary>
/// <param name="book">The goals of the workspace.</param>
/// <param name="workspaceZone">The name of the workspace's time zone.</param>
internal sealed class DefinitionWords(GoalBook book, string workspaceZone)
{
    /// <summary>Says how the value or the score of a goal comes about.</summary>
    public string Measured(Goal goal) => book.Of(goal) switch
    {
        { Kpi: { Measure: { } measure } } => MeasureWords.Of(measure, workspaceZone),
        { Kpi: { Formula: { } formula } } => MeasureWords.Of(formula),
        { KeyResult: { } keyResult } => Measured(goal, keyResult.Measurement),
        { Objective: { } objective } => RolledUp(objective.RollUp, Sources(objective.From), objective.NoData),
        _ => MeasureWords.Unknown,
    };

    /// <summary>Says how a goal's own target scores its value; null for a goal without one.</summary>
    public string? Target(Goal goal) => book.Of(goal).Target is { } target ? TargetWords.Of(target, book.UnitOf(goal)) : null;

    /// <summary>Says from which score on a goal is a success; null for a KPI, and when it is not known.</summary>
    public string? Success(Goal goal) => goal.Kind == GoalKind.Kpi ? null : book.CommitmentOf(goal) switch
    {
        Commitment.Committed => "committed: a success at 100%",
        Commitment.Aspirational => "aspirational: a success from 70% on",
        _ => null,
    };

    /// <summary>Says what is expected by when; null for a goal without milestones.</summary>
    public string? Milestones(Goal goal)
    {
        var defined = book.Of(goal);
        var milestones = defined.KeyResult?.Milestones ?? defined.Objective?.Milestones ?? [];
        return milestones.IsEmpty
            ? null
            : string.Join(", ", milestones.Select(one => FormattableString.Invariant($"{TargetWords.Percent(one.Progress)} by {one.Date:yyyy-MM-dd}")));
    }

    private string Measured(Goal goal, Measurement measurement) => measurement switch
    {
        KpiMeasurement { Target: null } one => $"score of kpis/{one.Kpi}",
        KpiMeasurement one => $"value of kpis/{one.Kpi}" + (book.KpiOf(goal, one.Kpi) is { } kpi ? $": {Measured(kpi)}" : ""),
        KpisMeasurement several => RolledUp(
            RollUpKind.WeightedAverage, MeasureWords.Listed([.. several.Kpis.Select(one => $"kpis/{one.Kpi}{Weighted(one.Weight)}")]), several.NoData),
        ReadingsMeasurement own => $"{MeasureWords.Of(own.Measure, workspaceZone)}, of its own readings",
        AlignedMeasurement aligned => RolledUp(aligned.RollUp, "the objectives aligned under it", aligned.NoData),
        _ => MeasureWords.Unknown,
    };

    private static string Weighted(Weight weight) => weight == Weight.One ? "" : $" ×{weight}";

    private static string Sources(RollUpSource from) => from switch
    {
        RollUpSource.KeyResults => "its key results alone",
        RollUpSource.Aligned => "the objectives aligned under it alone",
        _ => "its key results and the objectives aligned under it",
    };

    private static string RolledUp(RollUpKind kind, string sources, NoDataRule noData)
    {
        var words = kind switch
        {
            RollUpKind.WeightedAverage => "weighted average of",
            RollUpKind.Minimum => "least score of",
            RollUpKind.Maximum => "greatest score of",
            _ => MeasureWords.Unknown + ", of",
        };
        return $"{words} {sources}{(noData == NoDataRule.Exclude ? "; what has no data is left out" : "")}";
    }
}
