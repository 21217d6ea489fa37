using System.Globalization;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Time;

/// <summary>Reads instants as RFC 3339 and writes them in UTC (goal-model §3, §10, §11).</summary>
internal static class Rfc3339
{
    private const int SecondsLength = 19;
    private const long MillisPerMinute = 60_000;

    public static string Format(Instant instant)
    {
        var inside = Instant.Min(Instant.Max(instant, Instant.Earliest), Instant.Latest);
        var time = DateTimeOffset.FromUnixTimeMilliseconds(inside.UnixMillis);
        var format = time.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        return time.ToString(format, CultureInfo.InvariantCulture);
    }

    public static bool TryParse(ReadOnlySpan<char> text, out Instant instant)
    {
        instant = default;
        if (text.Length <= SecondsLength || !TryLocal(text, out var local))
        {
            return false;
        }

        var rest = text[SecondsLength..];
        if (!TryMillis(ref rest, out var millis) || !TryOffset(rest, out var offsetMinutes))
        {
            return false;
        }

        instant = new(local + millis - (offsetMinutes * MillisPerMinute));
        return instant >= Instant.Earliest && instant <= Instant.Latest;
    }

    private static bool TryLocal(ReadOnlySpan<char> text, out long millis)
    {
        millis = 0;
        if (text[4] != '-' || text[7] != '-' || text[10] is not ('T' or 't') || text[13] != ':' || text[16] != ':'
            || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day)
            || !TryDigits(text[11..13], out var hour) || !TryDigits(text[14..16], out var minute)
            || !TryDigits(text[17..19], out var second))
        {
            return false;
        }

        // The year 0 is the local year of the first hours of the year 1 in zones west of UTC. Its calendar is that of the year 400.
        var calendarYear = year == 0 ? 400 : year;
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(calendarYear, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var dayNumber = new DateOnly(calendarYear, month, day).DayNumber - (year == 0 ? LocalDays.PerFourCenturies : 0);
        millis = LocalDays.StartMillis(dayNumber) + (((((hour * 60L) + minute) * 60) + second) * 1000);
        return true;
    }

    private static bool TryMillis(ref ReadOnlySpan<char> rest, out long millis)
    {
        millis = 0;
        if (rest[0] != '.')
        {
            return true;
        }

        var end = rest[1..].IndexOfAnyExceptInRange('0', '9');
        if (end <= 0)
        {
            return false;
        }

        for (var i = 0; i < 3; i++)
        {
            millis = (millis * 10) + (i < end ? rest[1 + i] - '0' : 0);
        }

        rest = rest[(1 + end)..];
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out long minutes)
    {
        minutes = 0;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':'
            || !TryDigits(text[1..3], out var hour) || !TryDigits(text[4..], out var minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    // Of four digits at most.
    private static bool TryDigits(ReadOnlySpan<char> text, out int value)
    {
        var good = PlainNumber.TryParseWhole(text, out var number);
        value = (int)number;
        return good;
    }
}
