using OkrGrains.Model.Definitions;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;
using OkrGrains.Model.Windows;

namespace OkrGrains.TestKit.Histories;

/// <summary>A reading as it is sent.</summary>
/// <param name="Goal">A goal that takes readings.</param>
/// <param name="Time">The event time.</param>
/// <param name="Value">The value: finite, |v| ≤ 1e15.</param>
public readonly record struct DrawnReading(GoalName Goal, Instant Time, double Value)
{
    /// <summary>Returns the reading in the form in which it is evaluated.</summary>
    public GoalReading ToGoalReading() => Nano.TryFromDouble(Value, out var value)
        ? new GoalReading(Goal, Time, value)
        : throw new InvalidOperationException($"{Value} is no value of a reading.");
}

/// <summary>
/// Draws readings of a plan's goals around an instant: late ones, ones whose time has not come, ones with equal times, and ones at the
/// exact edges of windows and cycles.
/// </summary>
public sealed class RandomReadings
{
    private const long TenMinutes = 600_000;
    private const long FortyDays = 40L * 24 * 3_600_000;

    private readonly Draw _draw;
    private readonly Instant _at;

    /// <summary>Creates a source of readings. The same seed draws the same readings of the same plans.</summary>
    public RandomReadings(int seed, Instant at)
    {
        _draw = new Draw(seed);
        _at = at;
    }

    /// <summary>
    /// Draws at most <paramref name="most"/> readings in the order of their acceptance; none when no goal of the plan takes readings.
    /// </summary>
    public IReadOnlyList<DrawnReading> Next(Plan plan, int most)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var goals = GoalsOf(plan).ToList();
        var readings = new List<DrawnReading>();
        for (var i = goals.Count == 0 ? 0 : _draw.Below(most + 1); i > 0; i--)
        {
            var (goal, edges) = _draw.Among(goals);
            var time = readings.Count > 0 && _draw.Chance(10) ? _draw.Among(readings).Time : Time(edges);
            readings.Add(new DrawnReading(goal, time, _draw.Value()));
        }

        return readings;
    }

    /// <summary>Returns each goal that takes readings, with the first and last milliseconds of the intervals that it measures.</summary>
    private IEnumerable<(GoalName Goal, Instant[] Edges)> GoalsOf(Plan plan)
    {
        var zone = Zone.Find(plan.Settings.TimeZone);
        var cycles = plan.Settings.Cycles.ToDictionary(cycle => cycle.Id, cycle => CycleSpan.Of(cycle, zone));
        foreach (var kpi in plan.Kpis)
        {
            if (kpi.Measure is { } measure)
            {
                var points = cycles.Values.SelectMany(cycle => new[] { cycle.Reads, cycle.Captures }).Append(ReadPoint.Now);
                yield return (new(GoalKind.Kpi, kpi.Id), [.. points.SelectMany(point => EdgesOf(measure, point, zone, null))]);
            }
        }

        foreach (var objective in plan.Objectives)
        {
            CycleSpan? cycle = objective.Cycle is { } id ? cycles[id] : null;
            foreach (var keyResult in objective.KeyResults)
            {
                if (keyResult.Measurement is ReadingsMeasurement { Measure: var measure })
                {
                    yield return (
                        new(GoalKind.KeyResult, keyResult.Id), [.. EdgesOf(measure, cycle?.Reads ?? ReadPoint.Now, zone, cycle)]);
                }
            }
        }
    }

    private IEnumerable<Instant> EdgesOf(Measure measure, ReadPoint point, Zone zone, CycleSpan? cycle)
    {
        yield return point.InstantAt(_at);
        var own = measure.ZoneIn(zone);
        ReadPart[] parts = measure.Window is CalendarWindow or CompleteWindow
            ? [ReadPart.Window, ReadPart.PreviousPeriod, ReadPart.EndedDays, ReadPart.EndedHours]
            : [ReadPart.Window];
        foreach (var part in parts)
        {
            var interval = measure.IntervalAt(point with { Part = part }, _at, own, cycle);
            yield return interval.From;
            yield return interval.To;
        }
    }

    private Instant Time(Instant[] edges)
    {
        var time = _draw.Below(10) switch
        {
            0 => _at.UnixMillis + _draw.Below(2),
            1 => _at.UnixMillis + _draw.Below(FortyDays),
            < 5 => _draw.Pick(edges).UnixMillis + _draw.Below(3) - 1,
            _ => _at.UnixMillis - (long)Math.Pow(10, _draw.Below(108) / 10.0),
        };
        time = _draw.Chance(30) ? time - (time % TenMinutes) : time;
        return new Instant(Math.Clamp(time, Instant.Earliest.UnixMillis, Instant.Latest.UnixMillis));
    }
}
