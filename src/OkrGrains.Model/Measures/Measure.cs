using System.Collections.Immutable;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;
using OkrGrains.Model.Windows;

namespace OkrGrains.Model.Measures;

/// <summary>The aggregation and the window that turn readings into a value (goal-model §3).</summary>
public sealed record Measure
{
    /// <summary>The aggregation of the readings that count; <see cref="Aggregation.Last"/> by default.</summary>
    public Aggregation Aggregation { get; init; }

    /// <summary>The p of <see cref="Aggregation.Percentile"/> in thousandths, 1 to 100,000; 0 with every other aggregation.</summary>
    public int Percentile { get; init; }

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
        return point.Part switch
        {
            ReadPart.Window => Window.IntervalAt(instant, zone, cycle),
            ReadPart.PreviousPeriod => Window.PreviousIntervalAt(instant, zone),
            ReadPart.EndedDays => Window.EndedAt(Prorate.Day, instant, zone).Interval,
            ReadPart.EndedHours => Window.EndedAt(Prorate.Hour, instant, zone).Interval,
            ReadPart.Running => Window.RunningAt(instant, zone),
            _ => throw new ArgumentOutOfRangeException(nameof(point), point.Part, "Unknown part."),
        };
    }

    /// <summary>
    /// Returns the days or milliseconds of the window that have ended for a reader at <paramref name="point"/>, and all of them; those of the
    /// window before while none has (goal-model §4).
    /// </summary>
    /// <param name="point">A point that reads ended days or hours.</param>
    /// <param name="at">The instant that the clock shows.</param>
    /// <param name="zone">The zone of this measure.</param>
    public (long Ended, long Whole) SharesAt(ReadPoint point, Instant at, Zone zone)
    {
        var unit = point.Part == ReadPart.EndedDays ? Prorate.Day : Prorate.Hour;
        var share = Window.EndedAt(unit, point.InstantAt(at), zone);
        return (share.Ended, share.Whole);
    }

    /// <summary>
    /// Returns the points at which tallies are kept so that a goal can be read at some points, without the history as long as possible.
    /// </summary>
    /// <param name="read">The points at which the goal is read.</param>
    /// <param name="prorate">The unit of the goal's own target, which compares a part of the window.</param>
    public ImmutableArray<ReadPoint> PointsFor(IEnumerable<ReadPoint> read, Prorate prorate)
    {
        ArgumentNullException.ThrowIfNull(read);
        var points = new HashSet<ReadPoint>(read);
        foreach (var point in points.ToArray())
        {
            if (prorate != Prorate.None && point.Part == ReadPart.Window)
            {
                points.Add(point.PartFor(prorate));
            }
            else if (point.IsEndedPart)
            {
                points.Add(point with { Part = ReadPart.Window });
            }

            if (Window is CompleteWindow)
            {
                points.Add(point with { Part = ReadPart.Running });
            }
        }

        return [.. points.OrderBy(point => point.NotAfter).ThenBy(point => point.Part)];
    }

    internal Instant? NextEdge(ReadPoint point, Instant at, Zone zone, Instant? first) => point.Part switch
    {
        ReadPart.EndedDays when Window.NextEnd(Prorate.Day, at, zone) is { } end => end,
        ReadPart.EndedHours when Window.NextEnd(Prorate.Hour, at, zone) is { } end => end,
        _ => Window.NextEdge(at, zone, first),
    };

    /// <summary>Returns the zone of this measure's calendar in a workspace with the given zone.</summary>
    /// <exception cref="ArgumentException">The zone that the measure names is unknown. A plan with such a name is refused.</exception>
    public Zone ZoneIn(Zone workspace) => TimeZone is null ? workspace : Zone.Find(TimeZone);
}
