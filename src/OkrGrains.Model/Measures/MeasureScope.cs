using System.Collections.Immutable;
using OkrGrains.Model.Cycles;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Measures;

/// <summary>What of a goal decides which readings count where; no reading changes it.</summary>
internal sealed record MeasureScope(Measure Measure, Zone Zone, CycleSpan? Cycle, ImmutableArray<ReadPoint> Points)
{
    /// <summary>
    /// Whether every point asks for something that the window has and lies in time; the millisecond before all time is where a cycle of the
    /// first day captures. Points from a durable row may be of an older definition.
    /// </summary>
    public bool IsReadable => Points.All(point =>
        point.NotAfter >= Instant.Earliest.Plus(-1)
        && point.NotAfter <= Instant.Latest
        && (!point.PreviousPeriod || Measure.Window is CalendarWindow));
}
