using OkrGrains.Model.Goals;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;
using OkrGrains.Model.Windows;

namespace OkrGrains.Model.Measures;

/// <summary>The aggregation and the window that turn readings into a value (goal-model §3).</summary>
public sealed record Measure
{
    /// <summary>The aggregation of the readings that count; <see cref="Aggregation.Last"/> by default.</summary>
    public Aggregation Aggregation { get; init; }

    /// <summary>The window that decides which readings count; every reading by default.</summary>
    public Window Window { get; init; } = new AllWindow();

    /// <summary>True if a sum or count without readings is 0 instead of absent (<c>empty: zero</c>).</summary>
    public bool EmptyIsZero { get; init; }

    /// <summary>The IANA zone of calendar windows; null for the workspace's zone, or UTC if it has none.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Returns the times that count for a reader at <paramref name="point"/> when the clock shows <paramref name="at"/>.</summary>
    /// <param name="point">The read point of the reader.</param>
    /// <param name="at">The instant that the clock shows.</param>
    /// <param name="zone">The zone of this measure, see <see cref="ZoneIn"/>.</param>
    /// <param name="cycle">The cycle of a key result; null without one and for a KPI.</param>
    /// <exception cref="InvalidOperationException">The point asks for the previous period of a window that has no calendar.</exception>
    public Interval IntervalAt(ReadPoint point, Instant at, Zone zone, CycleSpan? cycle)
    {
        var instant = point.InstantAt(at);
        return point.PreviousPeriod ? Window.PreviousIntervalAt(instant, zone) : Window.IntervalAt(instant, zone, cycle);
    }

    /// <summary>Returns the zone of this measure's calendar in a workspace with the given zone.</summary>
    /// <exception cref="ArgumentException">The zone that the measure names is unknown. A plan with such a name is refused.</exception>
    public Zone ZoneIn(Zone workspace) => TimeZone is null ? workspace : Zone.Find(TimeZone);
}
