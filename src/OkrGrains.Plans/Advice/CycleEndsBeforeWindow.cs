using OkrGrains.Model.Definitions;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Windows;

namespace OkrGrains.Plans.Advice;

/// <summary>A key result whose cycle ends before any window of its KPI is complete, so that it is scored from parts of windows only.</summary>
internal sealed class CycleEndsBeforeWindow : IAdviceRule
{
    private const long MillisPerDay = 86_400_000;

    public string Code => "CYCLE_ENDS_BEFORE_WINDOW";

    public IEnumerable<AdviceAt> Find(AdvisedPlan plan)
    {
        foreach (var (keyResult, objective, place) in plan.KeyResults)
        {
            if (plan.CycleOf(objective) is { } cycle && MeasuresOf(plan, keyResult).Any(measure => NoneEndsIn(cycle, measure.Window)))
            {
                yield return new(
                    place,
                    $"the cycle `{cycle.Id}` ends before any window that `{keyResult.Id}` reads is complete: "
                    + "choose a shorter `window`, or an objective of a longer cycle");
            }
        }
    }

    private static IEnumerable<Measure> MeasuresOf(AdvisedPlan plan, KeyResultDefinition keyResult) => keyResult.Measurement switch
    {
        ReadingsMeasurement own => [own.Measure],
        _ => AdvisedPlan.KpisOf(keyResult).Select(id => plan.Kpi(id).Measure).OfType<Measure>(),
    };

    private static bool NoneEndsIn(CycleDefinition cycle, Window window) => window switch
    {
        RollingWindow rolling => rolling.Length.Milliseconds > (cycle.End.DayNumber - cycle.Start.DayNumber) * MillisPerDay,
        CalendarWindow { Period: var period } => DaysToNext(period, cycle.Start) > cycle.End.DayNumber - cycle.Start.DayNumber,
        CompleteWindow { Period: var period } => DaysToNext(period, cycle.Start) > cycle.End.DayNumber - cycle.Start.DayNumber,
        _ => false,
    };

    /// <summary>Returns the days from a date to the end of the period that contains it.</summary>
    private static int DaysToNext(CalendarPeriod period, DateOnly date) => period switch
    {
        CalendarPeriod.Week => 7 - (date.DayNumber % 7),
        CalendarPeriod.Month => DateTime.DaysInMonth(date.Year, date.Month) - date.Day + 1,
        CalendarPeriod.Quarter => LastOfQuarter(date).DayNumber - date.DayNumber + 1,
        CalendarPeriod.Year => new DateOnly(date.Year, 12, 31).DayNumber - date.DayNumber + 1,
        _ => 1,
    };

    private static DateOnly LastOfQuarter(DateOnly date)
    {
        var month = date.Month + 2 - ((date.Month - 1) % 3);
        return new DateOnly(date.Year, month, DateTime.DaysInMonth(date.Year, month));
    }
}
