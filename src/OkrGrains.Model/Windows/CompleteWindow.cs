using OkrGrains.Model.Rules;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Windows;

/// <summary>
/// The window of the last calendar period that has ended by T + 1 ms: whole, and the same until the next one ends (goal-model §3).
/// </summary>
/// <param name="Period">The kind of calendar period; not the hour.</param>
public sealed record CompleteWindow(CalendarPeriod Period) : Window
{
    internal override Interval IntervalAt(Instant at, Zone zone, CycleSpan? cycle) => Whole(zone.PreviousPeriod(Period, After(at)));

    internal override Interval PreviousIntervalAt(Instant at, Zone zone) =>
        Whole(zone.PreviousPeriod(Period, IntervalAt(at, zone, null).From));

    internal override Instant? NextEdge(Instant at, Zone zone, Instant? first) => zone.NextEdge(Period, After(at))?.Plus(-1);

    internal override Interval RunningAt(Instant at, Zone zone) => new(zone.PeriodOf(Period, After(at)).Start, at);

    internal override EndedShare EndedAt(Prorate unit, Instant at, Zone zone) =>
        EndedShare.OfWhole(unit, zone.PreviousPeriod(Period, After(at)), zone);
}
