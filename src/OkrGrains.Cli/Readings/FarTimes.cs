using System.Globalization;
using OkrGrains.Cli.Drawing;
using OkrGrains.Model.Time;
using OkrGrains.Plans.Readings;

namespace OkrGrains.Cli.Readings;

/// <summary>
/// Collects the readings whose time is so far from now that it may be an error: more than a day ahead, or ten years back. They count.
/// </summary>
/// <param name="file">The name of the file in messages.</param>
/// <param name="now">The time that the goal clock of the server shows.</param>
internal sealed class FarTimes(string file, DateTimeOffset now)
{
    private const int MostKept = 10;

    private readonly Instant _earliest = Of(now.AddYears(-Math.Min(10, now.Year - 1)));
    private readonly Instant _latest = Of(now < DateTimeOffset.MaxValue.AddDays(-1) ? now.AddDays(1) : DateTimeOffset.MaxValue);
    private readonly List<string> _kept = [];
    private long _count;

    /// <summary>One line of text for each of the first such readings, and a last one with the number of the others, if any.</summary>
    public IEnumerable<string> Lines => _count > MostKept
        ? [.. _kept, $"{file}: warning: {Numerals.Count(_count - MostKept, "more line")} more than a day ahead or ten years back"]
        : _kept;

    public void Take(ReadingLine line)
    {
        if (line.Time >= _earliest && line.Time <= _latest)
        {
            return;
        }

        if (++_count <= MostKept)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{file}:{line.Line}: warning:");
            _kept.Add($"{place} {line.Time} lies {Distance(line.Time)}; the reading counts");
        }
    }

    private static Instant Of(DateTimeOffset time) => new(time.ToUnixTimeMilliseconds());

    private string Distance(Instant time)
    {
        var span = DateTimeOffset.FromUnixTimeMilliseconds(time.UnixMillis) - now;
        var days = (long)Math.Abs(span.TotalDays);
        var amount = days < 730 ? Numerals.Count(days, "day") : Numerals.Count((long)(days / 365.2425), "year");
        return span > TimeSpan.Zero ? $"{amount} ahead" : $"{amount} back";
    }
}
