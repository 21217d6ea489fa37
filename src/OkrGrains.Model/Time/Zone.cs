using System.Collections.Frozen;
using NodaTime;
using OkrGrains.Model.Windows;

namespace OkrGrains.Model.Time;

/// <summary>
/// An IANA time zone with the goal model's rules for the edges of its calendar (goal-model §3). The rules of the zones come with NodaTime,
/// so that no number depends on the machine. Two zones are equal if their names are.
/// </summary>
public sealed class Zone : IEquatable<Zone>
{
    private const long MillisPerHour = 3_600_000;

    // Keeps local milliseconds since the year 1 positive where the offset is negative.
    private const long MillisPerDayBefore = 24 * MillisPerHour;

    // NodaTime allows no larger offset.
    private const long MillisOfGreatestOffset = 18 * MillisPerHour;

    private static readonly FrozenSet<string> Names = DateTimeZoneProviders.Tzdb.Ids.ToFrozenSet(StringComparer.Ordinal);
    private static readonly Instant PastLatest = Instant.Latest.Plus(1);

    private readonly DateTimeZone _zone;

    private Zone(DateTimeZone zone) => _zone = zone;

    /// <summary>The zone UTC, which applies when neither a goal nor its workspace names a zone.</summary>
    public static Zone Utc { get; } = new(DateTimeZone.Utc);

    /// <summary>The IANA name of the zone.</summary>
    public string Name => _zone.Id;

    /// <summary>
    /// Finds a zone by its IANA name, which is case-sensitive; null gives <see cref="Utc"/>. Returns false for an unknown name.
    /// </summary>
    public static bool TryFind(string? iana, out Zone zone)
    {
        // The provider also makes zones of offsets ("UTC+3"), which are not IANA names.
        var known = iana is null || Names.Contains(iana);
        zone = known && iana is not null ? new(DateTimeZoneProviders.Tzdb[iana]) : Utc;
        return known;
    }

    /// <summary>Returns a zone by its IANA name, like <see cref="TryFind"/>.</summary>
    /// <exception cref="ArgumentException">There is no such zone.</exception>
    public static Zone Find(string? iana) =>
        TryFind(iana, out var zone) ? zone : throw new ArgumentException($"There is no time zone '{iana}'.", nameof(iana));

    /// <summary>
    /// Returns the instant at which a date starts: the first instant whose local date is that date or later. So a skipped midnight is the
    /// moment after the gap, a repeated one is the first of the two, and a date that the zone left out starts where the next one does.
    /// </summary>
    public Instant StartOf(DateOnly date) => StartOf(date.DayNumber);

    /// <summary>
    /// Finds the instant at which a clock on the wall shows a local time: the first of two where clocks go back. Returns false where they go
    /// forward over it, so that none shows it.
    /// </summary>
    /// <param name="local">The local time.</param>
    /// <param name="at">The instant.</param>
    /// <param name="isTwice">True if clocks show the local time a second time.</param>
    public bool TryAtLocal(DateTime local, out Instant at, out bool isTwice)
    {
        var mapping = _zone.MapLocal(LocalDateTime.FromDateTime(local));
        at = mapping.Count == 0 ? default : new(mapping.First().ToInstant().ToUnixTimeMilliseconds());
        isTwice = mapping.Count > 1;
        return mapping.Count > 0;
    }

    /// <summary>Returns true if clocks go forward over a whole date, so that none shows it.</summary>
    public bool Skips(DateOnly date) => DateOf(StartOf(date)) != date.DayNumber;

    /// <summary>
    /// Returns the calendar period that contains an instant. A date is over once the next one has started, even if clocks go back into it.
    /// An hour is cut at the UTC offset of the instant itself.
    /// </summary>
    public Period PeriodOf(CalendarPeriod period, Instant at)
    {
        if (period == CalendarPeriod.Hour)
        {
            return HourOf(at);
        }

        var first = LocalDays.First(period, DateOf(at));
        return new(StartOf(first), StartOf(LocalDays.Next(period, first)));
    }

    /// <summary>
    /// Returns the whole calendar period before the one that contains an instant. Before an hour comes the hour at the same offset. A date
    /// that the zone left out is none, so that before it comes the date before.
    /// </summary>
    public Period PreviousPeriod(CalendarPeriod period, Instant at)
    {
        if (period == CalendarPeriod.Hour)
        {
            var hour = HourOf(at);
            return new(Inside(hour.Start.Plus(-MillisPerHour)), hour.Start);
        }

        var first = LocalDays.First(period, DateOf(at));
        var end = StartOf(first);
        var start = end;
        while (start == end && end > Instant.Earliest)
        {
            first = LocalDays.First(period, first - 1);
            start = StartOf(first);
        }

        return new(start, end);
    }

    /// <summary>Returns the number of dates between two instants at which dates start; a date that the zone left out is none.</summary>
    public long DaysIn(Instant start, Instant end)
    {
        if (start >= end)
        {
            return 0;
        }

        var (first, after) = (DateOf(start), end > Instant.Latest ? DateOf(Instant.Latest) + 1 : DateOf(end));
        var days = after - first;
        for (var t = NextTransition(start); t is { } next && next < end; t = NextTransition(next))
        {
            // Only a gap of a day or more can leave a date out.
            if (OffsetAt(next) - OffsetAt(next.Plus(-1)) >= MillisPerDayBefore)
            {
                return Enumerable.Range(first, days).Count(day => StartOf(day) < StartOf(day + 1));
            }
        }

        return days;
    }

    /// <summary>
    /// Returns the first instant after <paramref name="at"/> at which <see cref="PeriodOf"/> changes; null when time ends before that.
    /// </summary>
    public Instant? NextEdge(CalendarPeriod period, Instant at)
    {
        var current = PeriodOf(period, at);
        var edge = current.End;

        // A change of the offset by part of an hour cuts the current hour anew.
        for (var t = at; period == CalendarPeriod.Hour && NextTransition(t) is { } next && next < edge; t = next)
        {
            if (HourOf(next) != current)
            {
                edge = next;
            }
        }

        return edge <= Instant.Latest ? edge : null;
    }

    /// <summary>Returns what the zone's clocks are ahead of UTC at an instant.</summary>
    public TimeSpan OffsetFromUtc(Instant at) => TimeSpan.FromMilliseconds(OffsetAt(at));

    /// <inheritdoc/>
    public bool Equals(Zone? other) => other is not null && other.Name == Name;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Zone);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static Instant Inside(Instant instant) => Instant.Max(Instant.Earliest, Instant.Min(instant, PastLatest));

    private static NodaTime.Instant Noda(Instant instant) => NodaTime.Instant.FromUnixTimeMilliseconds(instant.UnixMillis);

    private Instant StartOf(int day)
    {
        var local = LocalDays.StartMillis(day);
        var before = new Instant(local - MillisOfGreatestOffset);
        if (before > Instant.Latest)
        {
            return PastLatest;
        }

        var interval = _zone.GetZoneInterval(Noda(before));
        while (true)
        {
            var candidate = local - interval.WallOffset.Milliseconds;
            if (!interval.HasEnd || candidate < interval.End.ToUnixTimeMilliseconds())
            {
                var start = interval.HasStart ? Math.Max(candidate, interval.Start.ToUnixTimeMilliseconds()) : candidate;
                return Inside(new(start));
            }

            interval = _zone.GetZoneInterval(interval.End);
        }
    }

    // Returns the date whose start is the last one not after the instant. When clocks go back over midnight, the local date is the previous
    // one again, but the new date has started.
    private int DateOf(Instant at)
    {
        var day = LocalDays.Containing(at.UnixMillis + OffsetAt(at));
        while (StartOf(day + 1) <= at)
        {
            day++;
        }

        return day;
    }

    private Period HourOf(Instant at)
    {
        var offset = OffsetAt(at);
        var local = at.UnixMillis + offset - Instant.Earliest.UnixMillis + MillisPerDayBefore;
        var start = at.Plus(-(local % MillisPerHour));
        return new(Inside(start), Inside(start.Plus(MillisPerHour)));
    }

    private long OffsetAt(Instant at) => _zone.GetUtcOffset(Noda(at)).Milliseconds;

    private Instant? NextTransition(Instant at)
    {
        var interval = _zone.GetZoneInterval(Noda(at));
        return interval.HasEnd ? new Instant(interval.End.ToUnixTimeMilliseconds()) : null;
    }
}
