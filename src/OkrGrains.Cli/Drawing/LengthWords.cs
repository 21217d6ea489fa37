using Google.Protobuf.WellKnownTypes;

namespace OkrGrains.Cli.Drawing;

/// <summary>Says a length of time in words: <c>14 days</c>, <c>36 hours</c>, <c>1 day 12 hours</c>.</summary>
internal static class LengthWords
{
    private static readonly (string Unit, long Seconds)[] Units =
        [("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)];

    public static string Of(Duration length)
    {
        var parts = new List<string>();
        var rest = length.Seconds;
        foreach (var (unit, seconds) in Units)
        {
            var (count, left) = Math.DivRem(rest, seconds);
            rest = left;
            if (count > 0)
            {
                parts.Add(Numerals.Count(count, unit));
            }
        }

        return string.Join(' ', parts);
    }
}
