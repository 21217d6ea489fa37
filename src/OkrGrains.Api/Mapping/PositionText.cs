using System.Globalization;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Api.Mapping;

/// <summary>
/// Writes and reads the position of a commit as tokens and etags have it: a prefix, the position, and perhaps 16 digits of the incarnation of
/// the store; all digits are hexadecimal.
/// </summary>
internal static class PositionText
{
    private const int IncarnationDigits = 16;

    public static string Write(string prefix, long position, long? incarnation) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}{position:x}{incarnation:x16}");

    /// <summary>Returns the position and the incarnation, if there is one; null for any other text.</summary>
    public static (long Position, long? Incarnation)? Parse(string prefix, string text)
    {
        if (!text.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var digits = text.AsSpan(prefix.Length);
        if (digits.Length <= IncarnationDigits)
        {
            return PlainNumber.TryParseHex(digits, out var alone) ? (alone, null) : null;
        }

        return PlainNumber.TryParseHex(digits[..^IncarnationDigits], out var position)
            && PlainNumber.TryParseHex(digits[^IncarnationDigits..], out var incarnation)
            ? (position, incarnation)
            : null;
    }
}
