using System.Globalization;
using OkrGrains.Cli.Drawing;
using OkrGrains.Model.Time;
using OkrGrains.Plans.Readings;

namespace OkrGrains.Cli.Readings;

/// <summary>
/// Collects the readings whose time may be an error. They count. A time may be so far from now: more than a day ahead, or ten years back. Or
/// it is a local time that clocks show twice, since they go back; then the earlier one is taken.
/// </summary>
/// <param name="file">The name of the file in messages.</param>
/// <param name="now">The time that the goal clock of the server shows.</param>
internal sealed class DoubtfulTimes(string file, DateTimeOffset now)
{
    private const int MostKept = 10;

    private readonly Instant _earliest = Of(now.AddYears(-Math.Min(10, now.Year - 1)));
    private readonly Instant _latest = Of(now < DateTimeOffset.MaxValue.AddDays(-1) ? now.AddDays(1) : DateTimeOffset.MaxValue);
    private readonly List<string> _kept = [];
    private readonly List<string> _twice = [];
    private long _count;
    private long _twiceCount;

    /// <summary>
    /// One line of text for each of the first such readings of each kind, and a last one with the number of the others, if any.
    /// </summary>
    public IEnumerable<string> Lines =>
    [
        .. WithRest(_kept, _count, "more than a day ahead or ten years back"),
        .. WithRest(_twice, _twiceCount, "at a local time that clocks show twice; the earlier one is taken"),
    ];

    public void Take(ReadingLine line)
    {
        if (line.IsTwice && ++_twiceCount <= MostKept)
        {
            _twice.Add($"{Place(line)} clocks go back and show this local time twice; the earlier one is taken, {line.Time}");
        }

        if ((line.Time < _earliest || line.Time > _latest) && ++_count <= MostKept)
        {
            _kept.Add($"{Place(line)} {line.Time} lies {Distance(line.Time)}; the reading counts");
        }
    }

    private List<string> WithRest(List<string> kept, long count, string what) =>
        count > kept.Count ? [.. kept, $"{file}: warning: {Numerals.Count(count - kept.Count, "more line")} {what}"] : kept;

    private string Place(ReadingLine line) => string.Create(CultureInfo.InvariantCulture, $"{file}:{line.Line}: warning:");

    private static Instant Of(DateTimeOffset time) => new(time.ToUnixTimeMilliseconds());

    private string Distance(Instant time)
    {
        var span = DateTimeOffset.FromUnixTimeMilliseconds(time.UnixMillis) - now;
        var days = (long)Math.Abs(span.TotalDays);
        var amount = days < 730 ? Numerals.Count(days, "day") : Numerals.Count((long)(days / 365.2425), "year");
        return span > TimeSpan.Zero ? $"{amount} ahead" : $"{amount} back";
    }
}
