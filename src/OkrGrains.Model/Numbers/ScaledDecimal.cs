using System.Globalization;
using System.Numerics;

namespace OkrGrains.Model.Numbers;

/// <summary>Converts a whole number of units of 10^-digits to and from decimal text, exactly (goal-model §2, §11).</summary>
internal static class ScaledDecimal
{
    // 10^25 units of 10^-9 are 10^16, which is above every limit of the goal model and far below the limit of an Int128.
    private const int MostSignificantDigits = 25;
    private const long HugeExponent = 1_000_000_000_000;

    /// <summary>Returns the exact decimal without trailing zeros: <c>0.7</c>, <c>-3</c>, <c>0</c>.</summary>
    public static string Format(BigInteger units, int digits)
    {
        var text = BigInteger.Abs(units).ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        var sign = units.Sign < 0 ? "-" : "";
        var fraction = text.AsSpan(text.Length - digits).TrimEnd('0');
        var whole = text.AsSpan(0, text.Length - digits);
        return fraction.IsEmpty ? string.Concat(sign, whole) : string.Concat(sign, whole, ".", fraction);
    }

    /// <summary>Returns the double that is nearest to the exact number, ties to even.</summary>
    public static double ToDouble(BigInteger units, int digits) =>
        double.Parse(Format(units, digits), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>
    /// Reads a decimal with an optional exponent. Returns false for any other text, for more than <paramref name="digits"/> fractional
    /// digits (trailing zeros are digits too; an exponent moves the point first) and for numbers far beyond every limit of the goal model.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, int digits, out Int128 units)
    {
        units = 0;
        var negative = !text.IsEmpty && text[0] == '-';
        var rest = !text.IsEmpty && text[0] is '-' or '+' ? text[1..] : text;
        if (!TrySplitExponent(rest, out var mantissa, out var exponent))
        {
            return false;
        }

        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? [] : mantissa[(point + 1)..];
        if (whole.Length + fraction.Length == 0 || !IsDigits(whole) || !IsDigits(fraction))
        {
            return false;
        }

        // The value is the digits × 10^-decimals.
        var decimals = fraction.Length - exponent;
        if (decimals > digits || !TryAccumulate(whole, fraction, out var value))
        {
            return false;
        }

        for (var missing = value == 0 ? 0 : digits - decimals; missing > 0; missing--)
        {
            value *= 10;
            if (value >= Limit)
            {
                return false;
            }
        }

        units = negative ? -value : value;
        return true;
    }

    private static Int128 Limit { get; } = Int128.Parse("1" + new string('0', MostSignificantDigits), CultureInfo.InvariantCulture);

    private static bool TryAccumulate(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, out Int128 value)
    {
        value = 0;
        return TryAppend(whole, ref value) && TryAppend(fraction, ref value);
    }

    private static bool TryAppend(ReadOnlySpan<char> text, ref Int128 value)
    {
        foreach (var digit in text)
        {
            value = (value * 10) + (digit - '0');
            if (value >= Limit)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TrySplitExponent(ReadOnlySpan<char> text, out ReadOnlySpan<char> mantissa, out long exponent)
    {
        exponent = 0;
        var mark = text.IndexOfAny('e', 'E');
        mantissa = mark < 0 ? text : text[..mark];
        if (mark < 0)
        {
            return true;
        }

        var power = text[(mark + 1)..];
        var negative = !power.IsEmpty && power[0] == '-';
        power = !power.IsEmpty && power[0] is '-' or '+' ? power[1..] : power;
        if (power.IsEmpty || !IsDigits(power))
        {
            return false;
        }

        foreach (var digit in power)
        {
            exponent = Math.Min((exponent * 10) + (digit - '0'), HugeExponent);
        }

        exponent = negative ? -exponent : exponent;
        return true;
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;
}
