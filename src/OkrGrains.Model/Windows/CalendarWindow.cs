using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Windows;

/// <summary>The window of the calendar period that contains the instant, half-open, in the measure's time zone.</summary>
/// <param name="Period">The kind of calendar period.</param>
public sealed record CalendarWindow(CalendarPeriod Period) : Window
{
    internal override Interval IntervalAt(Instant at, Zone zone, CycleSpan? cycle) => new(zone.PeriodOf(Period, at).Start, at);

    internal override Interval PreviousIntervalAt(Instant at, Zone zone)
    {
        var previous = zone.PreviousPeriod(Period, at);
        return new(previous.Start, previous.End.Plus(-1));
    }

    internal override Instant? NextEdge(Instant at, Zone zone, Instant? first) => zone.NextEdge(Period, at);
}
