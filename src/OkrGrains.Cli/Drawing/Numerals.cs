using System.Globalization;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Drawing;

/// <summary>Formats exact numbers in a short form for people.</summary>
internal static class Numerals
{
    /// <summary>The least number of fractional digits to which a value is rounded.</summary>
    private const int ShownDigits = 3;

    /// <summary>The number of fractional digits that an exact number has at most.</summary>
    private const int ExactDigits = 9;

    /// <summary>The part of a value by which rounding may move it.</summary>
    private const decimal Tolerance = 0.005m;

    private static readonly string[] Units = ["KiB", "MiB", "GiB", "TiB"];

    /// <summary>
    /// Formats a fraction as per cent with one digit, cut off and not rounded: 99.96 % is not yet 100 %, and 0.04 % is not nothing.
    /// </summary>
    public static string Percent(ExactNumber? number) => Parse(number) switch
    {
        null => "",
        > 0 and < 0.001m => "<0.1%",
        { } value => (decimal.Truncate(value * 1000) / 10).ToString("0.0", CultureInfo.InvariantCulture) + "%",
    };

    /// <summary>
    /// Formats a value with thousands separators, and with as many fractional digits as the truth needs: three, or as many more as keep it
    /// from looking like a whole number, like nothing, or like another number that it is compared with.
    /// </summary>
    public static string Value(ExactNumber? number, string unit = "", string? against = null)
    {
        if (number is null)
        {
            return "";
        }

        return WithUnit(Parse(number) is { } value ? Value(value, Parse(against)) : number.Decimal, unit);
    }

    /// <summary>Formats a number of a plan with all of its digits, and with thousands separators.</summary>
    public static string Exact(string number) => Parse(number) is { } value ? Exact(value) : number;

    /// <summary>Formats a number with all of its digits, and with thousands separators.</summary>
    public static string Exact(decimal number) => number.ToString("#,0.#########", CultureInfo.InvariantCulture);

    /// <summary>Formats a change of a plan with its sign.</summary>
    public static string Change(string number) => Parse(number) > 0 ? "+" + Exact(number) : Exact(number);

    /// <summary>Puts a unit behind a number, if there is one.</summary>
    public static string WithUnit(string number, string unit) => unit.Length == 0 ? number : $"{number} {unit}";

    /// <summary>Formats a difference of scores, in hundredths: <c>12 points</c>, <c>1 point</c>, <c>0.4 points</c>.</summary>
    public static string Points(decimal difference)
    {
        var points = Math.Abs(difference) * 100;
        return points switch
        {
            < 0.1m => "less than 0.1 points",
            < 1 => $"{(decimal.Truncate(points * 10) / 10).ToString(CultureInfo.InvariantCulture)} points",
            _ => Count((long)Math.Round(points, MidpointRounding.AwayFromZero), "point"),
        };
    }

    /// <summary>Formats a count with its noun: <c>1 reading</c>, <c>2,000 readings</c>.</summary>
    public static string Count(long count, string one) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {one}{(count == 1 ? "" : "s")}");

    /// <summary>Formats a number of bytes: <c>1 byte</c>, <c>1,000 bytes</c>, <c>1.9 KiB</c>, <c>44.0 MiB</c>; cut off and not rounded.</summary>
    public static string Bytes(long bytes)
    {
        if (bytes < 1024)
        {
            return Count(bytes, "byte");
        }

        var (amount, unit) = ((decimal)bytes / 1024, 0);
        for (; amount >= 1024 && unit < Units.Length - 1; unit++)
        {
            amount /= 1024;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{decimal.Truncate(amount * 10) / 10:#,0.0} {Units[unit]}");
    }

    public static double Fraction(ExactNumber? number) => (double)(Parse(number) ?? 0);

    public static decimal? Parse(ExactNumber? number) => number is null ? null : Parse(number.Decimal);

    /// <summary>Reads an exact decimal; null for none, and for one that is no decimal.</summary>
    public static decimal? Parse(string? text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static string Value(decimal value, decimal? against)
    {
        var digits = ShownDigits;
        while (digits < ExactDigits && Misleads(value, Math.Round(value, digits), against))
        {
            digits++;
        }

        return Math.Round(value, digits).ToString("#,0.#########", CultureInfo.InvariantCulture);
    }

    private static bool Misleads(decimal value, decimal rounded, decimal? against) =>
        rounded != value
        && (decimal.IsInteger(rounded)
            || rounded == against
            || (against is { } other && value < other != rounded < other)
            || Math.Abs(rounded - value) > Math.Abs(value) * Tolerance);
}
