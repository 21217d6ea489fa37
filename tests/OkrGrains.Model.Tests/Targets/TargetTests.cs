using OkrGrains.Model.Numbers;
using OkrGrains.Model.Targets;

namespace OkrGrains.Model.Tests.Targets;

public sealed class TargetTests
{
    [Theory]
    [InlineData("20", "60", "30", "0.25", "0.25")]
    [InlineData("60", "20", "50", "0.25", "0.25")]
    [InlineData("0", "-8", "-2", "0.25", "0.25")]
    [InlineData("0", "10", "-5", "-0.5", "0")]
    [InlineData("0", "10", "15", "1.5", "1")]
    [InlineData("0", "3", "1", "0.333333333", "0.333333333")]
    [InlineData("0", "3", "2", "0.666666667", "0.666666667")]
    [InlineData("0", "2000000000", "1", "0", "0")]
    [InlineData("0", "2000000000", "3", "0.000000002", "0.000000002")]
    [InlineData("0", "-2000000000", "3", "-0.000000002", "0")]
    [InlineData("123456789012.123456788", "123456789012.123456789", "123456789012.125", "1543212", "1")]
    [InlineData("-1e15", "1e15", "1e15", "1", "1")]
    [InlineData("1000000000000000", "999999999999999.999999999", "-1e15", "2000000000000000000000000", "1")]
    public void A_line_runs_from_baseline_to_target(string baseline, string target, string value, string progress, string score) =>
        AssertScore(new LinearTarget(Nano.Parse(baseline), LinearEnd.Target, Nano.Parse(target)), value, progress, score);

    [Fact]
    public void A_cap_lets_the_score_pass_1() => AssertScore(
        new LinearTarget(Nano.Zero, LinearEnd.Target, Nano.Parse("50")) { Cap = new(1_250_000_000) }, "70", "1.4", "1.25");

    [Theory]
    [InlineData("49.999999999", false, "0", "1")]
    [InlineData("49.999999999", true, "0", "1")]
    [InlineData("50", false, "1", "1")]
    [InlineData("50", true, "0", "0")]
    [InlineData("50.000000001", false, "1", "0")]
    [InlineData("50.000000001", true, "1", "0")]
    public void A_limit_itself_counts_unless_strict(string value, bool strict, string atLeast, string atMost)
    {
        AssertScore(new AtLeastTarget(Nano.Parse("50"), strict), value, atLeast, atLeast);
        AssertScore(new AtMostTarget(Nano.Parse("50"), strict), value, atMost, atMost);
    }

    [Theory]
    [InlineData("40", "1")]
    [InlineData("60", "1")]
    [InlineData("36", "0.75")]
    [InlineData("64", "0.75")]
    [InlineData("24", "0")]
    [InlineData("76", "0")]
    [InlineData("-1e15", "0")]
    [InlineData("39.999999999", "1")]
    [InlineData("39.999999992", "1")]
    [InlineData("39.999999991", "0.999999999")]
    [InlineData("39.999999976", "0.999999998")]
    public void A_range_fades_over_its_tolerance(string value, string progress) =>
        AssertScore(new RangeTarget(Nano.Parse("40"), Nano.Parse("60"), Nano.Parse("16")), value, progress, progress);

    [Theory]
    [InlineData("50", "1")]
    [InlineData("50.000000001", "0")]
    public void A_range_without_tolerance_is_all_or_nothing(string value, string progress) =>
        AssertScore(new RangeTarget(Nano.Parse("50"), Nano.Parse("50"), Nano.Zero), value, progress, progress);

    [Theory]
    [InlineData(false, "19.999999999", "0")]
    [InlineData(false, "20", "0.9")]
    [InlineData(false, "1000", "0.9")]
    [InlineData(true, "100", "0.2")]
    [InlineData(true, "100.1", "0")]
    [InlineData(true, "20", "0.9")]
    public void The_greatest_step_reached_counts_in_any_order(bool down, string value, string progress)
    {
        Step[] steps = [new(Nano.Parse("20"), new(900_000_000)), new(Nano.Parse("100"), new(200_000_000))];
        AssertScore(new StepsTarget([.. steps], down), value, progress, progress);
    }

    private static void AssertScore(Target target, string value, string progress, string score)
    {
        var actual = target.Score(Nano.Parse(value));
        Assert.Equal((progress, score), (actual.Progress.ToString(), actual.Score.ToString()));
    }
}
