using System.Collections.Immutable;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;
using OkrGrains.Model.Windows;

namespace OkrGrains.Model.Measures;

/// <summary>The parts of a goal's definition that decide which readings count at which read point. No reading changes them.</summary>
internal sealed record MeasureScope(Measure Measure, Zone Zone, CycleSpan? Cycle, ImmutableArray<ReadPoint> Points)
{
    /// <summary>Returns true if readings still leave the window one by one, by the clock alone, after <paramref name="at"/>.</summary>
    public bool IsLeftAfter(Instant at) => Measure.Window is RollingWindow && IsReadAfter(at);

    /// <summary>Returns the interval that counts for a reader at T when the clock shows <paramref name="at"/>.</summary>
    public Interval WindowAt(Instant at) => Measure.IntervalAt(ReadPoint.Now, at, Zone, Cycle);

    /// <summary>
    /// True if every point asks for something that the window has, at an instant that lies in time. Points from a durable row may be of an
    /// older definition. One millisecond before all time is allowed, because a cycle that starts on the first day captures its baselines
    /// there.
    /// </summary>
    public bool IsReadable => Points.All(point =>
        point.NotAfter >= Instant.Earliest.Plus(-1)
        && point.NotAfter <= Instant.Latest
        && point.Part switch
        {
            ReadPart.Window => true,
            ReadPart.Running => Measure.Window is CompleteWindow,
            ReadPart.PreviousPeriod or ReadPart.EndedDays or ReadPart.EndedHours => Measure.Window is CalendarWindow or CompleteWindow,
            _ => false,
        });

    /// <summary>True if percentiles are asked for, so that tallies hold the digits of their readings.</summary>
    public bool KeepsValues => Measure.Aggregation == Aggregation.Percentile;

    /// <summary>
    /// True if a window without readings is 0, of which a part is compared with its share: that share changes though the window stays empty.
    /// </summary>
    public bool ComparesNothing => Measure.EmptyIsZero && Points.Any(point => point.IsEndedPart);

    private bool IsReadAfter(Instant at) => Points.Any(point => point.NotAfter > at);
}
