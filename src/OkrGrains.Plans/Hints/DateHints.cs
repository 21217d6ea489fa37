using System.Globalization;

namespace OkrGrains.Plans.Hints;

/// <summary>Reads dates that people write in other forms.</summary>
internal static class DateHints
{
    private static readonly string[] _named =
    [
        "MMMM d yyyy", "MMMM d, yyyy", "MMM d yyyy", "MMM d, yyyy", "d MMMM yyyy", "d MMM yyyy", "d. MMMM yyyy", "d.M.yyyy", "yyyy/M/d", "yyyy.M.d",
        "yyyyMMdd", "yyyy-M-d",
    ];

    /// <summary>Returns the part of the message that gives the date as it must look, with a colon before it; empty when it is not clear.</summary>
    public static string Hint(string text) => Read(text) is { } date
        ? $": write {date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"
        : ": write YYYY-MM-DD";

    private static DateOnly? Read(string text)
    {
        var day = text.Length > 10 && text[10] is 'T' or ' ' ? text[..10] : text;
        if (TryRead(day, _named) is { } named)
        {
            return named;
        }

        // 03/04/2026 is two dates, and nobody knows which.
        var (dayFirst, monthFirst) = (TryRead(day, ["d/M/yyyy"]), TryRead(day, ["M/d/yyyy"]));
        return dayFirst is null || monthFirst is null || dayFirst == monthFirst ? dayFirst ?? monthFirst : null;
    }

    private static DateOnly? TryRead(string text, string[] forms) =>
        DateOnly.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
