using System.Globalization;
using OkrGrains.Model.Time;

namespace OkrGrains.Plans.Readings;

/// <summary>Reads times without an offset, for files whose time zone is known: a date, or a date and a time of day.</summary>
internal static class LocalTime
{
    private static readonly string[] _dates = ["yyyy-MM-dd"];

    private static readonly string[] _times =
    [
        .. from between in new[] { "'T'", "' '" }
           from time in new[] { "HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF" }
           select $"yyyy-MM-dd{between}{time}",
    ];

    /// <summary>Reads a local time. Without a zone there is none.</summary>
    public static LocalTimeKind Parse(ReadOnlySpan<char> text, Zone? zone, out Instant time)
    {
        time = default;
        if (zone is null || text.Contains('\0'))
        {
            return LocalTimeKind.None;
        }

        var kind = LocalTimeKind.Once;
        if (DateOnly.TryParseExact(text, _dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            (time, kind) = (zone.StartOf(date), zone.Skips(date) ? LocalTimeKind.Skipped : kind);
        }
        else if (DateTime.TryParseExact(text, _times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            kind = !zone.TryAtLocal(local, out time, out var isTwice) ? LocalTimeKind.Skipped
                : isTwice ? LocalTimeKind.Twice
                : kind;
        }
        else
        {
            return LocalTimeKind.None;
        }

        return kind == LocalTimeKind.Skipped || (time >= Instant.Earliest && time <= Instant.Latest) ? kind : LocalTimeKind.None;
    }
}

/// <summary>How often clocks show a local time.</summary>
internal enum LocalTimeKind
{
    /// <summary>The text is no local time.</summary>
    None,

    /// <summary>Clocks show it once.</summary>
    Once,

    /// <summary>Clocks go back, and show it twice; the first one is meant.</summary>
    Twice,

    /// <summary>Clocks go forward over it, and never show it.</summary>
    Skipped,
}
