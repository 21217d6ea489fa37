using System.Numerics;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
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
            _ => throw new ArgumentOutOfRangeException(nameof(measure), measure.Aggregation, "Unknown aggregation."),
        };
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
