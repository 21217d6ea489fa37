using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using OkrGrains.Model.Time;

namespace OkrGrains.Cli.Output;

/// <summary>Formats instants for people, in one time zone: <c>2001-03-31T23:59:59.999-06:00</c>.</summary>
/// <param name="Zone">The zone.</param>
internal sealed record ShownTime(Zone Zone)
{
    public static ShownTime Utc { get; } = new(Zone.Utc);

    public string Of(Timestamp at) => Of(at.ToDateTimeOffset());

    /// <summary>Returns the local time with its offset, as RFC 3339, so that it can be given to a command as it stands.</summary>
    public string Of(DateTimeOffset at)
    {
        var instant = new Instant(at.ToUnixTimeMilliseconds());
        return Local(instant) is { } local && local.Offset != TimeSpan.Zero
            ? local.ToString(local.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:sszzz" : "yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture)
            : instant.ToString();
    }

    /// <summary>Returns the local time with the name of the zone, unless that is UTC.</summary>
    public string WithZone(DateTimeOffset at) => Zone.Equals(Zone.Utc) ? Of(at) : $"{Of(at)} ({Zone.Name})";

    /// <summary>Returns the local date if a day begins at the instant, and the whole time otherwise.</summary>
    public string Day(Timestamp at) => Day(InstantOf(at));

    /// <summary>Returns the local date on which the instant lies.</summary>
    public string Date(Timestamp at) => Local(InstantOf(at)) is { } local ? local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Of(at);

    /// <summary>Returns the local date that begins right behind the instant, the last of the day before, and the whole time otherwise.</summary>
    public string DayBehind(Timestamp last) => Day(new Instant(InstantOf(last).UnixMillis + 1));

    /// <summary>Returns the first and the last day of a span if its days begin and end at its ends, and both instants otherwise.</summary>
    public string Days(Timestamp start, Timestamp end)
    {
        var (first, after) = (Local(InstantOf(start)), Local(InstantOf(end)));
        return first is { TimeOfDay.Ticks: 0 } && after is { TimeOfDay.Ticks: 0 }
            ? string.Create(CultureInfo.InvariantCulture, $"{first:yyyy-MM-dd} to {after.Value.AddDays(-1):yyyy-MM-dd}")
            : $"{Of(start)} to before {Of(end)}";
    }

    /// <summary>Returns the time of the day, in seconds: <c>12:04:31</c>.</summary>
    public string TimeOfDay(DateTimeOffset at) =>
        (Local(new Instant(at.ToUnixTimeMilliseconds())) ?? at.ToUniversalTime()).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private string Day(Instant at) => Local(at) is { } local && local.TimeOfDay == TimeSpan.Zero
        ? local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : Of(DateTimeOffset.FromUnixTimeMilliseconds(at.UnixMillis));

    private static Instant InstantOf(Timestamp at) => new(at.ToDateTimeOffset().ToUnixTimeMilliseconds());

    // RFC 3339 has no seconds in an offset, as zones had them before there was standard time, and no years before 1 and after 9999.
    private DateTimeOffset? Local(Instant instant)
    {
        var offset = Zone.OffsetFromUtc(instant);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(Instant.Max(Instant.Earliest, Instant.Min(instant, Instant.Latest)).UnixMillis);
        var ticks = at.Ticks + offset.Ticks;
        return offset.Seconds != 0 || ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks ? null : at.ToOffset(offset);
    }
}
