using System.Globalization;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Drawing;

/// <summary>Formats exact numbers in a short form for people.</summary>
internal static class Numerals
{
    private const int ShownDigits = 3;

    /// <summary>Formats a fraction as per cent with one digit, cut off and not rounded: 99.96 % is not yet 100 %.</summary>
    public static string Percent(ExactNumber? number) => Parse(number) is { } value
        ? (decimal.Truncate(value * 1000) / 10).ToString("0.0", CultureInfo.InvariantCulture) + "%"
        : "";

    /// <summary>Formats a value with at most three fractional digits and with thousands separators.</summary>
    public static string Value(ExactNumber? number, string unit)
    {
        if (number is null)
        {
            return "";
        }

        var text = Parse(number) is { } value
            ? Math.Round(value, ShownDigits).ToString("#,0.###", CultureInfo.InvariantCulture)
            : number.Decimal;
        return unit.Length == 0 ? text : $"{text} {unit}";
    }

    /// <summary>Formats a count with its noun: <c>1 reading</c>, <c>2,000 readings</c>.</summary>
    public static string Count(long count, string one) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {one}{(count == 1 ? "" : "s")}");

    public static double Fraction(ExactNumber? number) => (double)(Parse(number) ?? 0);

    private static decimal? Parse(ExactNumber? number) =>
        number is not null && decimal.TryParse(number.Decimal, NumberStyles.Number, CultureInfo.InvariantCulture, out var value) ? value : null;
}
