using OkrGrains.Model.Cycles;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Measures;

/// <summary>How readings become a value (goal-model §3).</summary>
public sealed record Measure
{
    /// <summary>How the counting readings become one value; <see cref="Aggregation.Last"/> by default.</summary>
    public Aggregation Aggregation { get; init; }

    /// <summary>Which readings count.</summary>
    public Window Window { get; init; } = new AllWindow();

    /// <summary>Whether a sum or count without readings is 0 instead of absent (<c>empty: zero</c>).</summary>
    public bool EmptyIsZero { get; init; }

    /// <summary>The IANA zone of calendar windows; null for the workspace's, UTC failing that.</summary>
    public string? TimeZone { get; init; }

    /// <summary>
    /// Which times count for a reader at <paramref name="point"/> when the clock shows <paramref name="at"/>. <paramref name="zone"/> is
    /// that of this measure, see <see cref="ZoneIn"/>; <paramref name="cycle"/> that of a key result, null for none and for a KPI.
    /// </summary>
    /// <exception cref="InvalidOperationException">A previous period is asked of a window without a calendar.</exception>
    public Interval IntervalAt(ReadPoint point, Instant at, Zone zone, CycleSpan? cycle)
    {
        var instant = point.InstantAt(at);
        return point.PreviousPeriod ? Window.PreviousIntervalAt(instant, zone) : Window.IntervalAt(instant, zone, cycle);
    }

    /// <summary>The zone of this measure's calendar, in a workspace with the given one.</summary>
    /// <exception cref="ArgumentException">The zone that the measure names is unknown; a plan with such a name is refused.</exception>
    public Zone ZoneIn(Zone workspace) => TimeZone is null ? workspace : Zone.Find(TimeZone);
}
