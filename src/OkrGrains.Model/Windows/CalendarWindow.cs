using OkrGrains.Model.Rules;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Windows;

/// <summary>The window of the calendar period that contains the instant, half-open, in the measure's time zone.</summary>
/// <param name="Period">The kind of calendar period.</param>
public sealed record CalendarWindow(CalendarPeriod Period) : Window
{
    internal override Interval IntervalAt(Instant at, Zone zone, CycleSpan? cycle) => new(zone.PeriodOf(Period, at).Start, at);

    internal override Interval PreviousIntervalAt(Instant at, Zone zone) => Whole(zone.PreviousPeriod(Period, at));

    internal override Instant? NextEdge(Instant at, Zone zone, Instant? first) => zone.NextEdge(Period, at);

    internal override EndedShare EndedAt(Prorate unit, Instant at, Zone zone)
    {
        var after = After(at);
        var period = zone.PeriodOf(Period, after);
        var ended = EndedShare.Of(unit, period, after, zone);
        return ended.Ended > 0 ? ended : EndedShare.OfWhole(unit, zone.PreviousPeriod(Period, after), zone);
    }

    internal override Instant? NextEnd(Prorate unit, Instant at, Zone zone)
    {
        var after = After(at);
        return EndedShare.NextEnd(unit, zone.PeriodOf(Period, after), after, zone)?.Plus(-1);
    }
}
