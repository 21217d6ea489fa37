using OkrGrains.Cli.Drawing;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Tests.Drawing;

public sealed class NumeralsTests
{
    [Theory]
    [InlineData("0.29", "29.0%")]
    [InlineData("0.9996", "99.9%")]
    [InlineData("0.999999999", "99.9%")]
    [InlineData("1", "100.0%")]
    [InlineData("1.5", "150.0%")]
    public void Per_cent_is_cut_off_so_that_nothing_looks_done_before_it_is(string score, string shown) =>
        Assert.Equal(shown, Numerals.Percent(new ExactNumber { Decimal = score }));

    [Theory]
    [InlineData("1234567.8914", "", "1,234,567.891")]
    [InlineData("-3", "min", "-3 min")]
    [InlineData("0.0005", "", "0")]
    public void A_value_has_three_digits_at_most(string value, string unit, string shown) =>
        Assert.Equal(shown, Numerals.Value(new ExactNumber { Decimal = value }, unit));

    [Theory]
    [InlineData(0, "", "····")]
    [InlineData(0.5, "██", "··")]
    [InlineData(0.5625, "██▎", "·")]
    [InlineData(2, "████", "")]
    public void A_bar_is_as_long_as_its_score(double fraction, string filled, string empty) =>
        Assert.Equal((filled, empty), ScoreBar.Of(fraction, 4));
}
