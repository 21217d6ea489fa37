using OkrGrains.Model.Definitions;
using OkrGrains.Model.Formulas;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Windows;
using OkrGrains.Plans.Measures;

namespace OkrGrains.Plans.Advice;

/// <summary>
/// A sum or count that runs up over its calendar window and is compared with that of a whole one, so that it looks bad on the first day and
/// good on the last. A limit from above is none: a budget may be used up in any part of the window.
/// </summary>
internal sealed class RunningSum : IAdviceRule
{
    public string Code => "RUNNING_SUM";

    public IEnumerable<AdviceAt> Find(AdvisedPlan plan)
    {
        foreach (var (kpi, place) in plan.Kpis)
        {
            if (kpi.Measure is { } measure && Unfair(measure, kpi.Target) is { } why)
            {
                yield return new(place, $"`{kpi.Id}` {why}");
            }
            else if (kpi.Formula is GrowthFormula { Kpi: var grown } && plan.Kpi(grown).Measure is { } running && PeriodOf(running) is { } period)
            {
                var word = MeasureWords.Periods.Of(period);
                yield return new(
                    place.Below("formula"),
                    $"`{kpi.Id}` compares the {word} that is running with the whole one before: "
                    + $"write `window: {{complete: {word}}}` in `{grown}`, and the last two whole ones are compared");
            }
        }

        foreach (var (keyResult, _, place) in plan.KeyResults)
        {
            var why = keyResult.Measurement switch
            {
                KpiMeasurement { Kpi: var kpi, Target: { } target } when plan.Kpi(kpi).Measure is { } measure => Unfair(measure, target),
                ReadingsMeasurement own => Unfair(own.Measure, own.Target),
                _ => null,
            };
            if (why is not null)
            {
                yield return new(place, $"`{keyResult.Id}` {why}");
            }
        }
    }

    /// <summary>Returns what is said of a target that compares a part of a window with a whole one; null if it does not.</summary>
    private static string? Unfair(Measure measure, Target? target)
    {
        if (PeriodOf(measure) is not { } period)
        {
            return null;
        }

        var word = MeasureWords.Periods.Of(period);
        var unit = period == CalendarPeriod.Day ? "hour" : "day";
        var says = $"compares what has run up in the {word} so far with a whole {word}";
        return target switch
        {
            LinearTarget { Prorate: not Prorate.None } or LinearTarget { FromZero: true } => null,
            LinearTarget => $"{says}: write `prorate: {unit}` beside its target, or `window: {{complete: {word}}}`",
            AtLeastTarget or RangeTarget or StepsTarget { Down: false } => $"{says}: write `window: {{complete: {word}}}`",
            _ => null,
        };
    }

    /// <summary>Returns the period over which a measure runs up; null if it does not. An hour is over soon enough.</summary>
    private static CalendarPeriod? PeriodOf(Measure measure) => measure is
    {
        Aggregation: Aggregation.Sum or Aggregation.Count,
        Window: CalendarWindow { Period: not CalendarPeriod.Hour and var period },
    }
        ? period
        : null;
}
