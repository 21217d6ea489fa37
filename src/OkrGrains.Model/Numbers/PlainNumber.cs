using System.Buffers;
using System.Globalization;

namespace OkrGrains.Model.Numbers;

/// <summary>
/// Reads numbers that people and programs write as text, in one form everywhere: ASCII digits, with the point as the decimal sign. There
/// are no thousands separators, no spaces, no hexadecimal prefixes and no words.
/// </summary>
/// <remarks>
/// The parsers of .NET take more than their styles say: every one of them skips zero characters at the end, and those of doubles know the
/// words for infinity and for no number. A file that a crash left with zeros would therefore hold other numbers than were written to it.
/// So the characters are checked first.
/// </remarks>
public static class PlainNumber
{
    private const NumberStyles DecimalForm = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly SearchValues<char> _characters = SearchValues.Create("0123456789+-.eE");
    private static readonly SearchValues<byte> _bytes = SearchValues.Create("0123456789+-.eE"u8);
    private static readonly SearchValues<char> _hexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>
    /// Reads a decimal with an optional sign and an optional exponent as the nearest double; infinite if it is too large. Returns false for
    /// any other text.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        return !text.ContainsAnyExcept(_characters) && double.TryParse(text, DecimalForm, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads a decimal in UTF-8, like <see cref="TryParse(ReadOnlySpan{char}, out double)"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out double value)
    {
        value = 0;
        return !utf8.ContainsAnyExcept(_bytes) && double.TryParse(utf8, DecimalForm, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads a whole number of digits only, without a sign. Returns false for any other text and beyond 2⁶³ − 1.</summary>
    public static bool TryParseWhole(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        return !text.ContainsAnyExceptInRange('0', '9')
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>
    /// Reads a whole number of hexadecimal digits in lower case, as tokens have it. Returns false for any other text and beyond 2⁶³ − 1.
    /// </summary>
    public static bool TryParseHex(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        return !text.ContainsAnyExcept(_hexDigits)
            && long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            && value >= 0;
    }
}
