using OkrGrains.Model.Numbers;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Hints;

/// <summary>Guesses the number in a text such as <c>$100,000</c>, <c>+10 points</c> or <c>&lt;24</c>.</summary>
internal static class NumberHints
{
    /// <summary>Returns the part of the message that gives the number as it must look, with a colon before it; empty when there is none.</summary>
    public static string Hint(PlanNode node, string text)
    {
        if (Digits(text) is not { } digits)
        {
            return "";
        }

        var comparison = text.Trim() is ['<', ..] ? "atMost" : text.Trim() is ['>', ..] ? "atLeast" : null;
        if (comparison is not null && node.Key == "target")
        {
            var strict = text.Contains('=') ? "" : " and `strict: true`";
            return $": write `{comparison}: {digits}`{strict}";
        }

        var unit = text.TrimEnd().EndsWith('%') ? " and put the percent sign into `unit`" : "";
        return $": write {digits}{unit}";
    }

    /// <summary>Returns the one number that a text holds, without thousands separators, currency and unit; null if there is not one.</summary>
    public static string? Digits(string text)
    {
        if (text.Length > Nearest.LongestWord)
        {
            return null;
        }

        var start = text.IndexOfAny(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        if (start < 0)
        {
            return null;
        }

        var end = start;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '.' or ',' or '_' or '\''))
        {
            end++;
        }

        var isNegative = text[..start].Contains('-');
        var number = (isNegative ? "-" : "") + WithoutThousands(text[start..end].TrimEnd('.', ',', '_', '\''));
        return !text[end..].Any(char.IsAsciiDigit) && Nano.TryParse(number, out _) ? number : null;
    }

    // A comma followed by three digits separates thousands; any other comma is somebody's decimal sign.
    private static string WithoutThousands(string digits)
    {
        var plain = digits.Replace("_", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal);
        var groups = plain.Split(',');
        return groups.Length == 2 && groups[1].Length != 3 && !groups[1].Contains('.', StringComparison.Ordinal)
            ? $"{groups[0]}.{groups[1]}"
            : string.Concat(groups);
    }
}
