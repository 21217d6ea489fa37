using OkrGrains.Cli.Drawing;
using OkrGrains.Model.Formulas;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Windows;

namespace OkrGrains.Cli.Definitions;

/// <summary>Says in words how readings, or other KPIs, become a value: <c>average of the calendar month, in Europe/Berlin</c>.</summary>
internal static class MeasureWords
{
    /// <summary>The percentile of the median, in thousandths.</summary>
    private const int MedianPercentile = 50_000;

    private const int NanosPerPercentile = 1_000_000;

    /// <summary>Says a measure.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="workspaceZone">The zone of the workspace, in which a measure has its calendar that names none.</param>
    public static string Of(Measure measure, string workspaceZone)
    {
        var zone = measure.Window is CalendarWindow or CompleteWindow ? $", in {measure.TimeZone ?? workspaceZone}" : "";
        var empty = measure.EmptyIsZero ? "; 0 without readings" : "";
        var readings = measure is { Window: AllWindow, Aggregation: Aggregation.Last or Aggregation.Count } ? "" : $" of {Of(measure.Window)}";
        return $"{Aggregated(measure)}{readings}{zone}{empty}";
    }

    /// <summary>Says a formula; the operands are names of KPIs as they stand in the plan.</summary>
    public static string Of(Formula formula) => formula switch
    {
        SumFormula sum => sum.Kpis.Length == 1 ? sum.Kpis[0] : "sum of " + Listed(sum.Kpis),
        DifferenceFormula two => $"{two.Left} less {two.Right}",
        ProductFormula two => $"{two.Left} times {two.Right}",
        RatioFormula two => $"{two.Left} divided by {two.Right}{(two.Percent ? ", in percent" : "")}",
        GrowthFormula growth => $"growth of {growth.Kpi} from the calendar period before{(growth.Percent ? ", in percent" : "")}",
        _ => Unknown,
    };

    /// <summary>Stands for what a newer build may have, and this one cannot say.</summary>
    public const string Unknown = "in a way that this program does not know";

    /// <summary>Lists names: <c>a, b and c</c>.</summary>
    public static string Listed(IReadOnlyList<string> names) => names.Count < 2
        ? string.Concat(names)
        : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}";

    private static string Aggregated(Measure measure) => measure.Aggregation switch
    {
        Aggregation.Percentile when measure.Percentile == MedianPercentile => "median",
        Aggregation.Percentile => $"{Numerals.Exact(new Nano((Int128)measure.Percentile * NanosPerPercentile))}th percentile",
        Aggregation.Last => "last reading",
        Aggregation.Sum => "sum",
        Aggregation.Count => "number of readings",
        Aggregation.Average => "average",
        Aggregation.Min => "least",
        Aggregation.Max => "greatest",
        _ => "a figure that this program does not know",
    };

    private static string Of(Window window) => window switch
    {
        AllWindow => "all readings",
        CalendarWindow { Period: CalendarPeriod.Hour } => "the clock hour",
        CalendarWindow { Period: CalendarPeriod.Day } => "the day",
        CalendarWindow { Period: var period } => $"the calendar {period.ToString().ToLowerInvariant()}",
        CompleteWindow { Period: CalendarPeriod.Day } => "the last whole day",
        CompleteWindow { Period: var period } => $"the last whole calendar {period.ToString().ToLowerInvariant()}",
        RollingWindow rolling => $"the last {LengthWords.Of(rolling.Length)}",
        CycleWindow => "the cycle",
        _ => "a window that this program does not know",
    };
}
