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

    /// <summary>Reads a local time. Returns false without a zone, and for any other text.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, Zone? zone, out Instant time)
    {
        time = default;
        if (zone is null || text.Contains('\0'))
        {
            return false;
        }

        if (DateOnly.TryParseExact(text, _dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            time = zone.StartOf(date);
        }
        else if (DateTime.TryParseExact(text, _times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            time = zone.AtLocal(local);
        }
        else
        {
            return false;
        }

        return time >= Instant.Earliest && time <= Instant.Latest;
    }
}
