using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;

namespace OkrGrains.Host;

/// <summary>Parses a time limit.</summary>
/// <remarks>
/// .NET reads <c>24:00:00</c> as 24 days, since its first part is hours only up to 23, and <c>15</c> as 15 days. So the form here is its
/// own, and a text that could mean something else is refused.
/// </remarks>
internal static class LimitTime
{
    /// <summary>The forms of a time, for the sentence that refuses another one.</summary>
    public const string Form =
        "a time is hours:minutes:seconds, such as 0:00:30, 36:00:00 or 0:00:00.5, or a duration such as PT30S, and at most 24 days";

    private const int MostParts = 3;
    private const int MostDecimals = 3;

    // The timers of the runtime wait for less than 25 days.
    private static readonly TimeSpan _longest = TimeSpan.FromDays(24);

    /// <summary>
    /// Reads hours, minutes and seconds, with as many hours as there are and up to three decimals, or a duration as plans have it. Returns
    /// false for any other text and beyond 24 days.
    /// </summary>
    public static bool TryParse(string text, out TimeSpan time)
    {
        time = Duration.TryParse(text, out var duration)
            ? TimeSpan.FromMilliseconds(duration.Milliseconds)
            : OfClock(text) ?? TimeSpan.MaxValue;
        return time <= _longest;
    }

    private static TimeSpan? OfClock(string text)
    {
        var parts = text.Split(':', MostParts + 1);
        var seconds = parts[^1].Split('.', 2);
        if (parts.Length != MostParts
            || !PlainNumber.TryParseWhole(parts[0], out var hours) || hours > _longest.TotalHours
            || !TrySixtieth(parts[1], out var minute)
            || !TrySixtieth(seconds[0], out var second)
            || !TryMillis(seconds.ElementAtOrDefault(1), out var millis))
        {
            return null;
        }

        return TimeSpan.FromMilliseconds((((((hours * 60) + minute) * 60) + second) * 1000) + millis);
    }

    private static bool TrySixtieth(string text, out long number) =>
        PlainNumber.TryParseWhole(text, out number) && text.Length == 2 && number < 60;

    private static bool TryMillis(string? decimals, out long millis)
    {
        millis = 0;
        return decimals is null
            || (decimals.Length is >= 1 and <= MostDecimals && PlainNumber.TryParseWhole(decimals.PadRight(MostDecimals, '0'), out millis));
    }
}
