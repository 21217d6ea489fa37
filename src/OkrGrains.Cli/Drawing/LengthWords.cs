using OkrGrains.Model.Time;

namespace OkrGrains.Cli.Drawing;

/// <summary>Says a length of time in words: <c>14 days</c>, <c>36 hours</c>, <c>1 day 12 hours</c>.</summary>
internal static class LengthWords
{
    private static readonly (string Unit, long Milliseconds)[] Units =
        [("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000), ("second", 1000), ("millisecond", 1)];

    public static string Of(Duration length)
    {
        var parts = new List<string>();
        var rest = length.Milliseconds;
        foreach (var (unit, milliseconds) in Units)
        {
            var (count, left) = Math.DivRem(rest, milliseconds);
            rest = left;
            if (count > 0)
            {
                parts.Add(Numerals.Count(count, unit));
            }
        }

        return string.Join(' ', parts);
    }
}
