using OkrGrains.Model.Definitions;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Windows;

namespace OkrGrains.Api.Mapping;

/// <summary>
/// Converts the words of definitions to those of the contract. A word of a plan that is absent, or that a newer build has stored, is
/// unspecified.
/// </summary>
internal static class PlanWords
{
    public static Wire.AggregationKind ToWire(this Aggregation aggregation) => aggregation switch
    {
        Aggregation.Last => Wire.AggregationKind.Last,
        Aggregation.Sum => Wire.AggregationKind.Sum,
        Aggregation.Count => Wire.AggregationKind.Count,
        Aggregation.Average => Wire.AggregationKind.Average,
        Aggregation.Min => Wire.AggregationKind.Min,
        Aggregation.Max => Wire.AggregationKind.Max,
        Aggregation.Percentile => Wire.AggregationKind.Percentile,
        _ => throw new ArgumentOutOfRangeException(nameof(aggregation), aggregation, null),
    };

    public static Wire.CalendarUnit ToWire(this CalendarPeriod period) => period switch
    {
        CalendarPeriod.Hour => Wire.CalendarUnit.Hour,
        CalendarPeriod.Day => Wire.CalendarUnit.Day,
        CalendarPeriod.Week => Wire.CalendarUnit.Week,
        CalendarPeriod.Month => Wire.CalendarUnit.Month,
        CalendarPeriod.Quarter => Wire.CalendarUnit.Quarter,
        CalendarPeriod.Year => Wire.CalendarUnit.Year,
        _ => throw new ArgumentOutOfRangeException(nameof(period), period, null),
    };

    public static Wire.ProrateUnit ToWire(this Prorate prorate) => prorate switch
    {
        Prorate.None => Wire.ProrateUnit.Unspecified,
        Prorate.Day => Wire.ProrateUnit.Day,
        Prorate.Hour => Wire.ProrateUnit.Hour,
        _ => throw new ArgumentOutOfRangeException(nameof(prorate), prorate, null),
    };

    public static Wire.RollUpRule ToWire(this RollUpKind kind) => kind switch
    {
        RollUpKind.WeightedAverage => Wire.RollUpRule.WeightedAverage,
        RollUpKind.Minimum => Wire.RollUpRule.Minimum,
        RollUpKind.Maximum => Wire.RollUpRule.Maximum,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static Wire.RollUpFrom ToWire(this RollUpSource source) => source switch
    {
        RollUpSource.Both => Wire.RollUpFrom.Both,
        RollUpSource.KeyResults => Wire.RollUpFrom.KeyResults,
        RollUpSource.Aligned => Wire.RollUpFrom.Aligned,
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, null),
    };

    public static Wire.CommitmentKind ToWire(this Commitment commitment) => commitment switch
    {
        Commitment.Aspirational => Wire.CommitmentKind.Aspirational,
        Commitment.Committed => Wire.CommitmentKind.Committed,
        _ => throw new ArgumentOutOfRangeException(nameof(commitment), commitment, null),
    };

    public static Wire.Scope Scope(string? word) => word switch
    {
        "company" => Wire.Scope.Company,
        "department" => Wire.Scope.Department,
        "team" => Wire.Scope.Team,
        "position" => Wire.Scope.Position,
        "individual" => Wire.Scope.Individual,
        _ => Wire.Scope.Unspecified,
    };

    public static Wire.KpiNature Nature(string? word) => word switch
    {
        "quantitative" => Wire.KpiNature.Quantitative,
        "qualitative" => Wire.KpiNature.Qualitative,
        _ => Wire.KpiNature.Unspecified,
    };

    public static Wire.KpiSignal Signal(string? word) => word switch
    {
        "leading" => Wire.KpiSignal.Leading,
        "lagging" => Wire.KpiSignal.Lagging,
        "input" => Wire.KpiSignal.Input,
        _ => Wire.KpiSignal.Unspecified,
    };

    public static Wire.ObjectiveKind Kind(string? word) => word switch
    {
        "outcome" => Wire.ObjectiveKind.Outcome,
        "performance" => Wire.ObjectiveKind.Performance,
        _ => Wire.ObjectiveKind.Unspecified,
    };

    public static Wire.ObjectiveTier Tier(string? word) => word switch
    {
        "strategic" => Wire.ObjectiveTier.Strategic,
        "tactical" => Wire.ObjectiveTier.Tactical,
        "operational" => Wire.ObjectiveTier.Operational,
        _ => Wire.ObjectiveTier.Unspecified,
    };
}
