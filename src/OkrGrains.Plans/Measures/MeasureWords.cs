using OkrGrains.Model.Measures;
using OkrGrains.Model.Windows;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Measures;

/// <summary>The words of a measure's keys (goal-model §3).</summary>
internal static class MeasureWords
{
    public static Words<Aggregation> Aggregations { get; } = new(
        ("last", Aggregation.Last),
        ("sum", Aggregation.Sum),
        ("count", Aggregation.Count),
        ("average", Aggregation.Average),
        ("min", Aggregation.Min),
        ("max", Aggregation.Max),
        ("median", Aggregation.Percentile));

    public static Words<CalendarPeriod> Periods { get; } = new(
        ("hour", CalendarPeriod.Hour),
        ("day", CalendarPeriod.Day),
        ("week", CalendarPeriod.Week),
        ("month", CalendarPeriod.Month),
        ("quarter", CalendarPeriod.Quarter),
        ("year", CalendarPeriod.Year));

    /// <summary>The periods that a complete window may have. The hour is none of them.</summary>
    public static Words<CalendarPeriod> CompletePeriods { get; } = new(
        ("day", CalendarPeriod.Day),
        ("week", CalendarPeriod.Week),
        ("month", CalendarPeriod.Month),
        ("quarter", CalendarPeriod.Quarter),
        ("year", CalendarPeriod.Year));

    /// <summary>The only word of <c>empty</c>.</summary>
    public static Words<bool> Empty { get; } = new(("zero", true));
}
