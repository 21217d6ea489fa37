using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Tests.Rules;

public sealed class StalenessTests
{
    private static readonly Instant Read = Instant.Parse("2026-03-07T12:00:00Z");

    private static readonly KpiDefinition Daily = new()
    {
        Id = "k", Measure = new(), Target = new AtLeastTarget(new(1), false), StaleAfter = new(86_400_000),
    };

    [Fact]
    public void The_turn_is_the_first_millisecond_after_the_limit()
    {
        var turn = Staleness.Next(Daily, FiguresAt(Read), Read, Read)!.Value;
        Assert.Equal(new StatusChange(Instant.Parse("2026-03-08T12:00:00.001Z"), null, Health.Stale), turn);
        Assert.Equal(Health.Healthy, FiguresAt(new(turn.At.UnixMillis - 1)).Health);
        Assert.Equal(Health.Stale, FiguresAt(turn.At).Health);
        Assert.Null(Staleness.Next(Daily, FiguresAt(turn.At), Read, turn.At));
    }

    [Fact]
    public void Without_a_limit_a_target_or_a_reading_nothing_changes()
    {
        Assert.Null(Staleness.Next(Daily with { StaleAfter = null }, FiguresAt(Read), Read, Read));
        Assert.Null(Staleness.Next(Daily, new() { Health = Health.Unscored }, Read, Read));
        Assert.Null(Staleness.Next(Daily, new() { Health = Health.NoData }, null, Read));
        Assert.Null(Staleness.Next(Daily with { StaleAfter = Duration.Longest }, FiguresAt(Read), Read, Read));
    }

    private static GoalFigures FiguresAt(Instant at) => KpiRules.Figures(Daily, new(), KpiInputs.Of(new Nano(1)), Read, at);
}
