using OkrGrains.Model.Definitions;
using OkrGrains.Model.Formulas;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Tests.Rules;

public sealed class KpiRulesTests
{
    private static readonly Instant At = Instant.Parse("2026-01-06T00:00:00Z");

    private static readonly KpiDefinition Scored = new()
    {
        Id = "k",
        Measure = new Measure(),
        Target = new LinearTarget(Nano.Zero, LinearEnd.Target, Nano.Parse("100")),
        StaleAfter = new Duration(1000),
    };

    [Theory]
    [InlineData("90", 0, Health.Healthy)]
    [InlineData("89.9999999", 0, Health.Watch)]
    [InlineData("70", 0, Health.Watch)]
    [InlineData("69.9999999", 0, Health.Unhealthy)]
    [InlineData("90", -1000, Health.Healthy)]
    [InlineData("90", -1001, Health.Stale)]
    public void Health_follows_score_and_age(string value, long age, Health health) =>
        Assert.Equal(health, KpiRules.Figures(Scored, new Policy(), KpiInputs.Of(Nano.Parse(value)), At.Plus(age), At).Health);

    [Fact]
    public void Absent_is_scored_0_and_not_covered() => Assert.Equal(
        new GoalFigures { Score = Portion.Zero, Coverage = Portion.Zero, Health = Health.NoData, NoData = NoDataReason.NoReadings },
        KpiRules.Figures(Scored, new Policy(), KpiInputs.Of(null), At.Plus(-9999), At));

    [Fact]
    public void Without_a_target_there_is_a_value_only() => Assert.Equal(
        new GoalFigures { Value = Nano.Parse("3"), Health = Health.Unscored },
        KpiRules.Figures(Scored with { Target = null }, new Policy(), KpiInputs.Of(Nano.Parse("3")), At.Plus(-9999), At));

    [Fact]
    public void What_is_derived_or_has_no_reading_is_never_stale()
    {
        var derived = Scored with { Measure = null, Formula = new SumFormula(["a"]) };
        Assert.Equal(Health.Healthy, KpiRules.Figures(derived, new Policy(), KpiInputs.Of(Nano.Parse("95")), At.Plus(-9999), At).Health);
        Assert.Equal(Health.Healthy, KpiRules.Figures(Scored, new Policy(), KpiInputs.Of(Nano.Parse("95")), null, At).Health);
    }

    [Fact]
    public void The_policy_moves_the_thresholds()
    {
        var policy = new Policy { HealthyFrom = Nano.Parse("0.75"), WatchFrom = Nano.Parse("-1") };
        Assert.Equal(Health.Healthy, KpiRules.Figures(Scored, policy, KpiInputs.Of(Nano.Parse("75")), At, At).Health);
        Assert.Equal(Health.Watch, KpiRules.Figures(Scored, policy, KpiInputs.Of(Nano.Parse("0")), At, At).Health);
    }
}
