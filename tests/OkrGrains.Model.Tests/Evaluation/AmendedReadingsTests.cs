using OkrGrains.Model.Definitions;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Tests.Evaluation;

public sealed class AmendedReadingsTests
{
    private static readonly Instant At = Instant.Parse("2026-01-02T00:00:00Z");
    private static readonly GoalName Kpi = new(GoalKind.Kpi, "k");

    [Fact]
    public void A_corrected_reading_keeps_its_place_among_equal_times()
    {
        AcceptedReading[] accepted = [Accepted(1, 10), Accepted(2, 20), Accepted(3, 30)];
        Assert.Equal("30", LastOf(accepted, new Amendment(new(1, 1), Nano.Parse("11"))));
        Assert.Equal("31", LastOf(accepted, new Amendment(new(1, 3), Nano.Parse("31"))));
        Assert.Equal("20", LastOf(accepted, new Amendment(new(1, 3), null)));
        Assert.Equal("33", LastOf(accepted, new Amendment(new(1, 3), null), new Amendment(new(1, 3), Nano.Parse("33"))));
        Assert.Null(LastOf(accepted, [.. accepted.Select(reading => new Amendment(reading.Name, null))]));
    }

    [Fact]
    public void Amendments_of_other_names_mean_nothing()
    {
        AcceptedReading[] accepted = [Accepted(1, 10)];
        Assert.Equal("10", LastOf(accepted, new Amendment(new(2, 1), null), new Amendment(new(1, 2), Nano.Zero)));
    }

    [Fact]
    public void Amending_is_the_same_as_having_accepted_the_last_value_in_its_place()
    {
        for (var seed = 1; seed <= 500; seed++)
        {
            var random = new Random(seed);
            var accepted = Enumerable.Range(1, 1 + random.Next(12))
                .Select(i => Accepted(i, random.Next(-5, 5), random.Next(3), producer: random.Next(2))).ToList();
            var inPlace = accepted.Select(reading => (Nano?)reading.Reading.Value).ToList();
            var amendments = new List<Amendment>();
            for (var i = random.Next(15); i > 0; i--)
            {
                var place = random.Next(accepted.Count);
                Nano? value = random.Next(3) == 0 ? null : new Nano(random.Next(-5, 5) * Nano.UnitsPerOne);
                amendments.Add(new(accepted[place].Name, value));
                inPlace[place] = value;
            }

            var expected = accepted.Zip(inPlace).Where(pair => pair.Second is not null)
                .Select(pair => pair.First.Reading with { Value = pair.Second!.Value });
            Assert.True(expected.SequenceEqual(AmendedReadings.Of(accepted, amendments)), $"seed {seed}");
        }
    }

    private static AcceptedReading Accepted(long sequence, int value, long millisBefore = 0, long producer = 1) =>
        new(new(producer, sequence), new(Kpi, At.Plus(-millisBefore), new((Int128)value * Nano.UnitsPerOne)));

    private static string? LastOf(AcceptedReading[] accepted, params Amendment[] amendments)
    {
        var plan = new Plan { Workspace = "w", Kpis = [new() { Id = "k", Measure = new() }] };
        return Evaluator.Evaluate(plan, AmendedReadings.Of(accepted, amendments), At).Kpis[0].Figures.Value?.ToString();
    }
}
