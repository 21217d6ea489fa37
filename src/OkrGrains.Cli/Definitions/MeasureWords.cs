using OkrGrains.Cli.Drawing;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Definitions;

/// <summary>Says in words how readings, or other KPIs, become a value: <c>average of the calendar month, in Europe/Berlin</c>.</summary>
internal static class MeasureWords
{
    /// <summary>Stands for what a newer server may have, and this program cannot say.</summary>
    public const string Unknown = "in a way that this program does not know";

    private const string Median = "50";

    /// <summary>Says a measure.</summary>
    public static string Of(GoalMeasure measure)
    {
        var zone = measure.Window?.Kind is WindowKind.Calendar or WindowKind.Complete ? $", in {measure.TimeZone}" : "";
        var empty = measure.EmptyIsZero ? "; 0 without readings" : "";
        var isOfAll = measure.Window?.Kind == WindowKind.All && measure.Aggregation is AggregationKind.Last or AggregationKind.Count;
        return $"{Aggregated(measure)}{(isOfAll ? "" : $" of {Of(measure.Window)}")}{zone}{empty}";
    }

    /// <summary>Says a formula; the operands are ids of KPIs as they stand in the plan.</summary>
    public static string Of(GoalFormula formula)
    {
        string[] operands = [.. formula.Operands.Select(GoalNames.Id)];
        return (formula.Kind, operands) switch
        {
            (FormulaKind.Sum, [var one]) => one,
            (FormulaKind.Sum, _) => "sum of " + Listed(operands),
            (FormulaKind.Difference, [var left, var right]) => $"{left} less {right}",
            (FormulaKind.Product, [var left, var right]) => $"{left} times {right}",
            (FormulaKind.Ratio, [var left, var right]) => $"{left} divided by {right}{(formula.Percent ? ", in percent" : "")}",
            (FormulaKind.Growth, [var of]) => $"growth of {of} from the calendar period before{(formula.Percent ? ", in percent" : "")}",
            _ => Unknown,
        };
    }

    /// <summary>Lists names: <c>a, b and c</c>.</summary>
    public static string Listed(IReadOnlyList<string> names) => names.Count < 2
        ? string.Concat(names)
        : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}";

    private static string Aggregated(GoalMeasure measure) => measure.Aggregation switch
    {
        AggregationKind.Percentile when measure.Percentile == Median => "median",
        AggregationKind.Percentile => $"{measure.Percentile}th percentile",
        AggregationKind.Last => "last reading",
        AggregationKind.Sum => "sum",
        AggregationKind.Count => "number of readings",
        AggregationKind.Average => "average",
        AggregationKind.Min => "least",
        AggregationKind.Max => "greatest",
        _ => "a figure that this program does not know",
    };

    private static string Of(GoalWindow? window) => window switch
    {
        { Kind: WindowKind.All } => "all readings",
        { Kind: WindowKind.Calendar, Period: CalendarUnit.Hour } => "the clock hour",
        { Kind: WindowKind.Calendar, Period: CalendarUnit.Day } => "the day",
        { Kind: WindowKind.Calendar, Period: var period } => $"the calendar {Period(period)}",
        { Kind: WindowKind.Complete, Period: CalendarUnit.Day } => "the last whole day",
        { Kind: WindowKind.Complete, Period: var period } => $"the last whole calendar {Period(period)}",
        { Kind: WindowKind.Rolling, Length: { } length } => $"the last {LengthWords.Of(length)}",
        { Kind: WindowKind.Cycle } => "the cycle",
        _ => "a window that this program does not know",
    };

    private static string Period(CalendarUnit period) =>
        Enum.IsDefined(period) && period != CalendarUnit.Unspecified ? period.ToString().ToLowerInvariant() : "period";
}
