using System.Collections.Immutable;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;
using OkrGrains.Model.Windows;

namespace OkrGrains.Model.Tests.Measures;

public sealed class LeavingReadingsTests
{
    private const long Hour = 3_600_000;
    private static readonly Instant Start = Instant.Parse("2026-01-01T00:00:00Z");

    [Fact]
    public void The_tally_is_that_of_the_window_whatever_comes_late_and_leaves()
    {
        for (var seed = 1; seed <= 100; seed++)
        {
            var random = new Random(seed);
            var accepted = new List<Reading>();
            var leaving = LeavingReadings.None;
            var window = new Interval(Start, Start.Plus(10 * Hour));
            for (var step = 0; step < 40; step++)
            {
                // There are few different times, so many are equal: a group of equal times must stay on one side as a whole.
                var spread = 1 + random.Next(400);
                var batch = Enumerable.Range(0, random.Next(200))
                    .Select(_ => new Reading(window.From.Plus(random.Next(-5, spread)), new(random.Next(-1000, 1000)))).ToArray();
                accepted.AddRange(batch);
                leaving = leaving.With(batch, window);
                window = new(window.From.Plus(random.Next(40)), window.To.Plus(40));
                leaving = leaving.From(window.From) ?? LeavingReadings.None.With([.. accepted], window);
                Assert.True(leaving.Tally().Equals(Of(accepted, window)), $"seed {seed}, step {step}");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_rolling_window_asks_for_the_history_once_for_hundreds_of_readings_that_leave(int stepMinutes)
    {
        const int Readings = 2_000;
        var measure = new Measure { Aggregation = Aggregation.Min, Window = new RollingWindow(new(24 * Hour)) };
        ImmutableArray<ReadPoint> points = [ReadPoint.Now, new(Start.Plus(30 * Hour), ReadPart.Window)];
        var state = MeasureState.Create(measure, Zone.Utc, null, points, Start);
        var history = new List<Reading>();
        var rebuilds = 0;
        for (var minute = 0; minute <= 60 * 60; minute += stepMinutes)
        {
            var at = Start.Plus(minute * 60_000L);
            if (state.AdvanceTo(at) is not { } there)
            {
                there = state.Rebuild(history, at);
                rebuilds++;
            }

            Reading[] come = [.. Enumerable.Range(history.Count, Math.Min(minute, Readings) - history.Count)
                .Select(i => new Reading(Start.Plus(i * 60_000L), new((i * 7919) % 1000)))];
            history.AddRange(come);
            state = there.With(come);
            foreach (var point in points)
            {
                Assert.True(Of(history, measure.IntervalAt(point, at, Zone.Utc, null)).Equals(state.TallyAt(point)), $"{minute} {point}");
            }
        }

        Assert.InRange(rebuilds, 1, Readings / LeavingReadings.Limit);
    }

    private static Tally Of(IEnumerable<Reading> readings, Interval window)
    {
        var tally = default(Tally);
        foreach (var reading in readings.Where(reading => window.Contains(reading.Time)))
        {
            tally.Add(reading);
        }

        return tally;
    }
}
