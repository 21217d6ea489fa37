using System.Globalization;
using System.Numerics;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;
using OkrGrains.Model.Windows;

namespace OkrGrains.Model.Evaluation;

/// <summary>
/// All readings by goal, in the order of their acceptance. It computes each value from scratch and does not use <see cref="Tally"/> and
/// <see cref="MeasureState"/>, because those are tested against it.
/// </summary>
internal sealed class ReadingHistory(IReadOnlyDictionary<GoalName, IReadOnlyList<Reading>> readings)
{
    /// <summary>Groups readings by goal and keeps their order.</summary>
    public static ReadingHistory Of(IEnumerable<GoalReading> readings) => new(
        readings.GroupBy(reading => reading.Goal).ToDictionary(
            goal => goal.Key, IReadOnlyList<Reading> (goal) => [.. goal.Select(reading => new Reading(reading.Time, reading.Value))]));

    /// <summary>Returns the time of the newest reading that is not after <paramref name="at"/>; null without one.</summary>
    public Instant? Newest(GoalName goal, Instant at)
    {
        Instant? newest = null;
        foreach (var reading in Of(goal))
        {
            if (reading.Time <= at && (newest is not { } time || reading.Time > time))
            {
                newest = reading.Time;
            }
        }

        return newest;
    }

    /// <summary>Returns the value of the readings in an interval; null when absent.</summary>
    public Nano? Value(GoalName goal, Measure measure, Interval interval)
    {
        var counting = Of(goal).Where(reading => interval.Contains(reading.Time)).ToList();
        if (counting.Count == 0)
        {
            return measure is { EmptyIsZero: true, Aggregation: Aggregation.Sum or Aggregation.Count } ? Nano.Zero : null;
        }

        return measure.Aggregation switch
        {
            // MaxBy takes the first of equal elements; reversed, that is the one accepted last.
            Aggregation.Last => counting.AsEnumerable().Reverse().MaxBy(reading => reading.Time).Value,
            Aggregation.Sum => new((Int128)Sum(counting)),
            Aggregation.Count => new((Int128)counting.Count * Nano.UnitsPerOne),
            Aggregation.Average => new((Int128)HalfEven.Divide(Sum(counting), counting.Count)),
            Aggregation.Min => counting.Min(reading => reading.Value),
            Aggregation.Max => counting.Max(reading => reading.Value),
            Aggregation.Percentile => LeadingDigits(
                counting.Select(reading => reading.Value.Units).Order().ElementAt(Rank(measure.Percentile, counting.Count) - 1)),
            _ => throw new ArgumentOutOfRangeException(nameof(measure), measure.Aggregation, "Unknown aggregation."),
        };
    }

    /// <summary>Returns the days or hours of a window that have ended at an instant (goal-model §4).</summary>
    public PeriodPart Part(GoalName goal, Measure measure, Prorate prorate, Instant at, Zone zone)
    {
        var window = new ReadPoint(at, ReadPart.Window);
        var ended = window.PartFor(prorate);
        return PeriodPart.Of(
            Value(goal, measure, measure.IntervalAt(ended, at, zone, null)),
            Value(goal, measure, measure.IntervalAt(window, at, zone, null)),
            measure.SharesAt(ended, at, zone));
    }

    private static int Rank(int percentile, int count)
    {
        var (whole, rest) = BigInteger.DivRem((BigInteger)percentile * count, 100_000);
        return (int)whole + (rest.IsZero ? 0 : 1);
    }

    // Four leading digits, the others 0.
    private static Nano LeadingDigits(Int128 units)
    {
        var digits = Int128.Abs(units).ToString(CultureInfo.InvariantCulture);
        var kept = digits.Length <= 4 ? digits : digits[..4] + new string('0', digits.Length - 4);
        return new(Int128.Parse(kept, CultureInfo.InvariantCulture) * (units < 0 ? -1 : 1));
    }

    private static BigInteger Sum(List<Reading> counting)
    {
        BigInteger sum = 0;
        foreach (var reading in counting)
        {
            sum += reading.Value.Units;
        }

        return sum;
    }

    private IReadOnlyList<Reading> Of(GoalName goal) => readings.TryGetValue(goal, out var list) ? list : [];
}
