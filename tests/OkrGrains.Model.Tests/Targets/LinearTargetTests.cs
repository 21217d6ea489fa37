using OkrGrains.Model.Numbers;
using OkrGrains.Model.Targets;

namespace OkrGrains.Model.Tests.Targets;

public sealed class LinearTargetTests
{
    [Theory]
    [InlineData(LinearEnd.Target, "40", "25", "40", "30", "0.333333333")]
    [InlineData(LinearEnd.ChangeBy, "15", "25", "40", "30", "0.333333333")]
    [InlineData(LinearEnd.ChangeByPercent, "-30", "25", "17.5", "20", "0.666666667")]
    [InlineData(LinearEnd.ChangeByPercent, "40", "-10", "-14", "-11", "0.25")]
    [InlineData(LinearEnd.ChangeBy, "8", "-10", "-2", "-8", "0.25")]
    [InlineData(LinearEnd.ChangeByPercent, "20", "100", "120", "100.00000001", "0")]
    [InlineData(LinearEnd.ChangeByPercent, "20", "100", "120", "100.00000003", "0.000000002")]
    [InlineData(LinearEnd.ChangeByPercent, "20", "100", "120", "99.99999995", "-0.000000002")]
    public void A_captured_baseline_decides_the_line(
        LinearEnd end, string amount, string captured, string target, string value, string progress)
    {
        var line = new LinearTarget(null, end, Nano.Parse(amount)).Resolve(Nano.Parse(captured));
        Assert.Equal(target, line?.Target?.ToString());
        Assert.Equal(captured, line?.Baseline.ToString());
        Assert.Equal(progress, line?.Score(Nano.Parse(value)).Progress.ToString());
    }

    [Fact]
    public void A_change_by_percent_is_not_rounded_to_nano_units()
    {
        // Target and baseline are 1e-20 apart: a rounded target would equal its baseline.
        var line = new LinearTarget(Nano.Parse("1e-9"), LinearEnd.ChangeByPercent, Nano.Parse("1e-9")).Resolve(null);
        Assert.Equal("0.000000001", line?.Target?.ToString());
        Assert.Equal("100000000000", line?.Score(Nano.Parse("2e-9")).Progress.ToString());
    }

    [Fact]
    public void A_progress_may_pass_127_bits()
    {
        var line = new LinearTarget(Nano.Parse("1e-9"), LinearEnd.ChangeByPercent, Nano.Parse("1e-9")).Resolve(null);
        Assert.Equal("-1" + new string('0', 23) + "100000000000", line?.Score(new(-Nano.Parse("1e15").Units)).Progress.ToString());
    }

    [Fact]
    public void There_is_no_line_without_a_captured_value_or_when_target_and_baseline_fall_together()
    {
        Assert.Null(new LinearTarget(null, LinearEnd.Target, Nano.Parse("9")).Resolve(null));
        Assert.Null(new LinearTarget(null, LinearEnd.Target, Nano.Parse("9")).Resolve(Nano.Parse("9")));
        Assert.Null(new LinearTarget(null, LinearEnd.ChangeBy, Nano.Zero).Resolve(Nano.Parse("9")));
        Assert.Null(new LinearTarget(null, LinearEnd.ChangeByPercent, Nano.Parse("20")).Resolve(Nano.Zero));
        Assert.NotNull(new LinearTarget(null, LinearEnd.ChangeBy, Nano.Parse("20")).Resolve(Nano.Zero));
    }

    [Fact]
    public void A_fixed_baseline_takes_no_notice_of_a_captured_value()
    {
        var target = new LinearTarget(Nano.Parse("25"), LinearEnd.ChangeBy, Nano.Parse("12.5"));
        Assert.False(target.IsCaptured);
        Assert.Equal(target.Score(Nano.Parse("30")), target.Resolve(Nano.Parse("7"))?.Score(Nano.Parse("30")));
    }

    [Fact]
    public void What_needs_a_captured_baseline_has_no_score_without_it() =>
        Assert.Throws<InvalidOperationException>(() => new LinearTarget(null, LinearEnd.Target, Nano.Zero).Score(Nano.Zero));
}
