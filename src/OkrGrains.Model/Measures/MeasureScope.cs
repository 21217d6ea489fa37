using System.Collections.Immutable;
using OkrGrains.Model.Cycles;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Measures;

/// <summary>What of a goal decides which readings count where; no reading changes it.</summary>
internal sealed record MeasureScope(Measure Measure, Zone Zone, CycleSpan? Cycle, ImmutableArray<ReadPoint> Points)
{
    /// <summary>Whether the clock makes readings leave one by one from then on.</summary>
    public bool IsLeftAfter(Instant at) => Measure.Window is RollingWindow && IsReadAfter(at);

    /// <summary>What counts for who reads at an instant itself.</summary>
    public Interval WindowAt(Instant at) => Measure.IntervalAt(ReadPoint.Now, at, Zone, Cycle);

    /// <summary>
    /// Whether every point asks for something that the window has and lies in time; the millisecond before all time is where a cycle of the
    /// first day captures. Points from a durable row may be of an older definition.
    /// </summary>
    public bool IsReadable => Points.All(point =>
        point.NotAfter >= Instant.Earliest.Plus(-1)
        && point.NotAfter <= Instant.Latest
        && (!point.PreviousPeriod || Measure.Window is CalendarWindow));

    private bool IsReadAfter(Instant at) => Points.Any(point => point.NotAfter > at);
}
