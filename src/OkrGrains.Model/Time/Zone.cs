using System.Collections.Frozen;
using NodaTime;
using OkrGrains.Model.Measures;

namespace OkrGrains.Model.Time;

/// <summary>
/// An IANA time zone with the goal model's rules for the edges of its calendar (goal-model §3). The rules of zones come with NodaTime, so
/// that no number depends on the machine. Equal when the names are.
/// </summary>
public sealed class Zone : IEquatable<Zone>
{
    private const long MillisPerHour = 3_600_000;

    // Keeps local milliseconds since the year 1 positive where the offset is negative.
    private const long MillisPerDayBefore = 24 * MillisPerHour;

    // NodaTime's bound: no offset is larger.
    private const long MillisOfGreatestOffset = 18 * MillisPerHour;

    private static readonly FrozenSet<string> Names = DateTimeZoneProviders.Tzdb.Ids.ToFrozenSet(StringComparer.Ordinal);
    private static readonly Instant PastLatest = Instant.Latest.Plus(1);

    private readonly DateTimeZone _zone;

    private Zone(DateTimeZone zone) => _zone = zone;

    /// <summary>UTC, where neither a goal nor its workspace names a zone.</summary>
    public static Zone Utc { get; } = new(DateTimeZone.Utc);

    /// <summary>The IANA name.</summary>
    public string Name => _zone.Id;

    /// <summary>Finds a zone by its IANA name, case included; null is <see cref="Utc"/>.</summary>
    public static bool TryFind(string? iana, out Zone zone)
    {
        // The provider also makes zones of offsets ("UTC+3"), which are no IANA names.
        var known = iana is null || Names.Contains(iana);
        zone = known && iana is not null ? new(DateTimeZoneProviders.Tzdb[iana]) : Utc;
        return known;
    }

    /// <summary>As <see cref="TryFind"/>.</summary>
    /// <exception cref="ArgumentException">There is no such zone.</exception>
    public static Zone Find(string? iana) =>
        TryFind(iana, out var zone) ? zone : throw new ArgumentException($"There is no time zone '{iana}'.", nameof(iana));

    /// <summary>
    /// Where a date starts: the first instant whose local date is that date or later. So a skipped midnight is the moment after the gap, a
    /// repeated one the first of the two, and a date that the zone left out starts where the next one does.
    /// </summary>
    public Instant StartOf(DateOnly date) => StartOf(date.DayNumber);

    /// <summary>
    /// The calendar period that contains an instant. A date that clocks return to shortly after its end is over all the same; an hour is
    /// cut at the instant's own UTC offset.
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
    /// The calendar period before the one that contains an instant, whole: of an hour, the hour before at the same offset; of a date, the
    /// date before, which is empty where the zone left it out.
    /// </summary>
    public Period PreviousPeriod(CalendarPeriod period, Instant at)
    {
        if (period == CalendarPeriod.Hour)
        {
            var hour = HourOf(at);
            return new(Inside(hour.Start.Plus(-MillisPerHour)), hour.Start);
        }

        var first = LocalDays.First(period, DateOf(at));
        return new(StartOf(LocalDays.First(period, first - 1)), StartOf(first));
    }

    /// <summary>The first instant after <paramref name="at"/> at which <see cref="PeriodOf"/> changes; null when time ends first.</summary>
    public Instant? NextTurn(CalendarPeriod period, Instant at)
    {
        var current = PeriodOf(period, at);
        var turn = current.End;

        // A change of the offset by part of an hour cuts the running hour anew.
        for (var t = at; period == CalendarPeriod.Hour && NextTransition(t) is { } next && next < turn; t = next)
        {
            if (HourOf(next) != current)
            {
                turn = next;
            }
        }

        return turn <= Instant.Latest ? turn : null;
    }

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

    // The date whose start is the last one not after the instant. Clocks that go back over midnight return to the local date before, but
    // the new date has started.
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
