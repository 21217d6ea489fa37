using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Tests.Rules;

public sealed class KeyResultRulesTests
{
    private static readonly LinearTarget To100 = new(Nano.Zero, LinearEnd.Target, Nano.Parse("100"));
    private static readonly LinearTarget Captured = new(null, LinearEnd.ChangeBy, Nano.Parse("10"));

    [Fact]
    public void A_kpi_is_scored_against_the_own_target()
    {
        var figures = Of(new KpiMeasurement("k", To100), new() { Kpi = new(Nano.Parse("60"), Portion.Zero, Portion.Zero) });
        Assert.Equal(("60", "0.6", "0.6", "1"), Words(figures));
    }

    [Fact]
    public void A_kpi_without_an_own_target_lends_its_score()
    {
        var figures = Of(new KpiMeasurement("k", null), new() { Kpi = new(Nano.Parse("60"), new(300_000_000), Portion.One) });
        Assert.Equal((null, null, "0.3", "1"), Words(figures));
    }

    [Theory]
    [InlineData("25", "30", "30", "0.5", "0.5", "1")]
    [InlineData(null, "30", "30", null, "0", "0")]
    [InlineData("25", null, null, null, "0", "0")]
    public void A_captured_baseline_that_is_absent_leaves_the_value_without_a_score(
        string? captured, string? value, string? shown, string? progress, string score, string coverage)
    {
        var inputs = new KeyResultInputs { Captured = Read(captured), Kpi = new(Read(value), null, null) };
        Assert.Equal((shown, progress, score, coverage), Words(Of(new KpiMeasurement("k", Captured), inputs)));
    }

    [Fact]
    public void A_target_that_meets_its_captured_baseline_is_no_data()
    {
        var inputs = new KeyResultInputs { Captured = Read("7"), Kpi = new(Read("9"), null, null) };
        var target = new LinearTarget(null, LinearEnd.Target, Nano.Parse("7"));
        Assert.Equal(("9", null, "0", "0"), Words(Of(new KpiMeasurement("k", target), inputs)));
    }

    [Theory]
    [InlineData(NoDataRule.Zero, "0.45", "0.75")]
    [InlineData(NoDataRule.Exclude, "0.6", "0.75")]
    public void Several_kpis_are_averaged_by_weight(NoDataRule noData, string score, string coverage)
    {
        var measurement = new KpisMeasurement([new("a", new(3_000_000)), new("b", Weight.One)], noData);
        var inputs = new KeyResultInputs
        {
            RolledUp = default(RollUp).Add(new(3_000_000), new(600_000_000), Portion.One).Add(Weight.One, default, default),
        };
        Assert.Equal((null, null, score, coverage), Words(Of(measurement, inputs)));
    }

    [Fact]
    public void Own_readings_are_scored_against_the_target() =>
        Assert.Equal(("25", "0.25", "0.25", "1"), Words(Of(new ReadingsMeasurement(new Measure(), To100), new() { Own = Read("25") })));

    [Fact]
    public void What_is_aligned_is_rolled_up()
    {
        var aligned = default(RollUp).Add(Weight.One, new(200_000_000), Portion.One).Add(Weight.One, new(800_000_000), Portion.Zero);
        Assert.Equal(
            (null, null, "0.8", "0.5"),
            Words(Of(new AlignedMeasurement(RollUpKind.Maximum, NoDataRule.Zero), new() { RolledUp = aligned })));
    }

    [Fact]
    public void Pace_and_grade_come_with_the_cycle_of_the_objective()
    {
        var cycle = new CycleSpan(new(0), new(1000));
        var inputs = new KeyResultInputs { Own = Read("60") };
        var during = Of(new ReadingsMeasurement(new Measure(), To100), inputs, cycle, new(900));
        Assert.Equal((new Portion(900_000_000), Status.AtRisk, null), (during.Expected, during.Status, during.Grade));
        var after = Of(new ReadingsMeasurement(new Measure(), To100), inputs, cycle, new(1000));
        Assert.Equal((Portion.One, Status.Missed, Grade.Yellow), (after.Expected, after.Status, after.Grade));
        var without = Of(new ReadingsMeasurement(new Measure(), To100), inputs);
        Assert.Equal((null, Status.OnTrack, null), (without.Expected, without.Status, without.Grade));
    }

    private static GoalFigures Of(Measurement measurement, KeyResultInputs inputs, CycleSpan? cycle = null, Instant at = default) =>
        KeyResultRules.Figures(
            new() { Id = "kr", Measurement = measurement }, Commitment.Aspirational, cycle, new Policy(), Zone.Utc, inputs, at);

    private static (string? Value, string? Progress, string? Score, string? Coverage) Words(GoalFigures figures) =>
        (figures.Value?.ToString(), figures.Progress?.ToString(), figures.Score?.ToString(), figures.Coverage?.ToString());

    private static Nano? Read(string? text) => text is null ? null : Nano.Parse(text);
}
