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
        var linear = new LinearTarget(null, end, Nano.Parse(amount));
        Assert.Equal((captured, target), Ends(linear, new(Nano.Parse(captured), 1, 1)));
        Assert.Equal(progress, linear.Resolve(Nano.Parse(captured))?.Score(Nano.Parse(value)).Progress.ToString());
    }

    [Fact]
    public void A_change_by_percent_is_not_rounded_to_nano_units()
    {
        // Target and baseline are 1e-20 apart: a rounded target would equal its baseline.
        var linear = new LinearTarget(Nano.Parse("1e-9"), LinearEnd.ChangeByPercent, Nano.Parse("1e-9"));
        Assert.Equal(("0.000000001", "0.000000001"), Ends(linear, captured: null));
        Assert.Equal("100000000000", linear.Resolve(null)?.Score(Nano.Parse("2e-9")).Progress.ToString());
    }

    [Fact]
    public void A_progress_may_pass_127_bits()
    {
        var line = new LinearTarget(Nano.Parse("1e-9"), LinearEnd.ChangeByPercent, Nano.Parse("1e-9")).Resolve(null);
        Assert.Equal("-1" + new string('0', 23) + "100000000000", line?.Score(new(-Nano.Parse("1e15").Units)).Progress.ToString());
    }

    /// <summary>What is captured of a part of a window is shown for a whole one, rounded once, as is the target that follows from it.</summary>
    [Theory]
    [InlineData(LinearEnd.Target, "5", "10", 3, 28, "93.333333333", "5")]
    [InlineData(LinearEnd.ChangeBy, "0.000000001", "10", 3, 28, "93.333333333", "93.333333334")]
    [InlineData(LinearEnd.ChangeByPercent, "50", "10", 3, 28, "93.333333333", "140")]
    [InlineData(LinearEnd.ChangeByPercent, "-200", "-10", 4, 2, "-5", "5")]
    [InlineData(LinearEnd.ChangeByPercent, "1e15", "1e15", 1, 31, "31000000000000000", null)]
    [InlineData(LinearEnd.ChangeBy, "1", "1e15", 1, 31536000000, null, null)]
    [InlineData(LinearEnd.Target, "1", "1e15", 1, 31536000000, null, "1")]
    public void Ends_are_shown_of_what_was_captured(
        LinearEnd end, string amount, string captured, long ended, long whole, string? baseline, string? target) =>
        Assert.Equal((baseline, target), Ends(new LinearTarget(null, end, Nano.Parse(amount)), new(Nano.Parse(captured), ended, whole)));

    [Theory]
    [InlineData(null, LinearEnd.Target, null, "8")]
    [InlineData(null, LinearEnd.ChangeBy, null, null)]
    [InlineData(null, LinearEnd.ChangeByPercent, null, null)]
    [InlineData("50", LinearEnd.Target, "50", "8")]
    [InlineData("50", LinearEnd.ChangeBy, "50", "58")]
    [InlineData("50", LinearEnd.ChangeByPercent, "50", "54")]
    public void Without_a_captured_value_the_ends_are_those_that_the_plan_gives(string? given, LinearEnd end, string? baseline, string? target)
    {
        Nano? from = given is null ? null : Nano.Parse(given);
        Assert.Equal((baseline, target), Ends(new LinearTarget(from, end, Nano.Parse("8")), captured: null));
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

    private static (string? Baseline, string? Target) Ends(LinearTarget target, CapturedBaseline? captured)
    {
        var (from, to) = target.Ends(captured);
        return (from?.ToString(), to?.ToString());
    }
}
