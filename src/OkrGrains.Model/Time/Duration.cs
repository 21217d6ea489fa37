using System.Globalization;
using System.Text;

namespace OkrGrains.Model.Time;

/// <summary>
/// A length of time: ISO 8601 days, hours, minutes and seconds only, whole and above zero (goal-model §2, §3). Only the default
/// <c>closeAfter</c> of a cycle is zero.
/// </summary>
/// <param name="Milliseconds">The number of whole milliseconds. A length beyond all of time is kept as <see cref="Longest"/>.</param>
public readonly record struct Duration(long Milliseconds)
{
    private const string Units = "DHMS";
    private static readonly long[] MillisPerUnit = [86_400_000, 3_600_000, 60_000, 1000];

    /// <summary>The longest duration that is kept. It is longer than the years 1 to 9999, so anything longer would mean the same.</summary>
    public static Duration Longest => new(400_000_000_000_000);

    /// <summary>The duration 0, the default of <c>closeAfter</c>.</summary>
    public static Duration Zero => default;

    /// <summary>
    /// Reads a duration such as <c>P7D</c>, <c>PT36H</c> or <c>P1DT12H30M15S</c>. Returns false for weeks, months, years, fractions, signs
    /// and zero.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Duration duration)
    {
        duration = default;
        if (text.Length < 3 || text[0] != 'P')
        {
            return false;
        }

        var rest = text[1..];
        var unit = 0;
        var total = 0L;
        while (!rest.IsEmpty)
        {
            if (rest[0] == 'T' && unit < 2)
            {
                // Hours and smaller units come after one T, and at least one of them must follow it.
                rest = rest[1..];
                unit = 2;
            }

            if (!TryComponent(ref rest, ref unit, ref total))
            {
                return false;
            }
        }

        duration = new(total);
        return total > 0;
    }

    /// <summary>Returns the length in the same form, largest units first: <c>P1DT12H</c> for <c>PT36H</c>, <c>PT0S</c> for zero.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("P");
        var rest = Milliseconds;
        for (var i = 0; i < Units.Length; i++)
        {
            var (count, left) = Math.DivRem(rest, MillisPerUnit[i]);
            rest = left;
            if (i == 1 && (count > 0 || left > 0))
            {
                text.Append('T');
            }

            if (count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{count}{Units[i]}");
            }
        }

        return text.Length == 1 ? "PT0S" : text.ToString();
    }

    // `unit` is the first unit that may still follow: 0 days, 1 only T, 2 hours, 3 minutes, 4 seconds, 5 none.
    private static bool TryComponent(ref ReadOnlySpan<char> rest, ref int unit, ref long total)
    {
        var length = rest.IndexOfAnyExceptInRange('0', '9');
        if (length <= 0)
        {
            return false;
        }

        var index = Units.IndexOf(rest[length], StringComparison.Ordinal);
        var place = index == 0 ? 0 : index + 1;
        if (index < 0 || place < unit || (index > 0 && unit < 2))
        {
            return false;
        }

        var count = 0L;
        foreach (var digit in rest[..length])
        {
            count = Math.Min((count * 10) + (digit - '0'), Longest.Milliseconds);
        }

        total = count > Longest.Milliseconds / MillisPerUnit[index]
            ? Longest.Milliseconds
            : Math.Min(total + (count * MillisPerUnit[index]), Longest.Milliseconds);
        unit = place + 1;
        rest = rest[(length + 1)..];
        return true;
    }
}
