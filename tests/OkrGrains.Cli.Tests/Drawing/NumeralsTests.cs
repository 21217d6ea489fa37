using System.Globalization;
using OkrGrains.Cli.Drawing;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Tests.Drawing;

public sealed class NumeralsTests
{
    [Theory]
    [InlineData("0", "0.0%")]
    [InlineData("0.0004", "<0.1%")]
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
    [InlineData("0.0005", "", "0.0005")]
    [InlineData("0.0004", "", "0.0004")]
    [InlineData("0.000123456", "", "0.000123")]
    [InlineData("0.9996", "", "0.9996")]
    [InlineData("-0.99996", "", "-0.99996")]
    [InlineData("1234.00001", "", "1,234.00001")]
    public void A_value_has_three_digits_or_as_many_more_as_the_truth_needs(string value, string unit, string shown) =>
        Assert.Equal(shown, Numerals.Value(new ExactNumber { Decimal = value }, unit));

    [Theory]
    [InlineData("7.4996", "7.5", "7.4996")]
    [InlineData("7.50004", "7.5", "7.50004")]
    [InlineData("7.5", "7.5", "7.5")]
    [InlineData("7.1234567", "7.5", "7.123")]
    [InlineData("0.9996", "1", "0.9996")]
    public void A_value_is_not_rounded_to_its_target(string value, string target, string shown) =>
        Assert.Equal(shown, Numerals.Value(new ExactNumber { Decimal = value }, against: target));

    [Theory]
    [InlineData("0", "less than 0.1 points")]
    [InlineData("0.004", "0.4 points")]
    [InlineData("0.01", "1 point")]
    [InlineData("-0.1249", "12 points")]
    public void A_gap_is_told_in_points(string gap, string shown) =>
        Assert.Equal(shown, Numerals.Points(decimal.Parse(gap, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(null, null)]
    [InlineData(0d, null)]
    [InlineData(0.01, 0)]
    [InlineData(0.5, 5)]
    [InlineData(1d, 9)]
    public void The_mark_stands_where_the_score_is_expected_to_be(double? expected, int? cell) =>
        Assert.Equal(cell, ScoreBar.MarkAt(expected, 10));

    [Theory]
    [InlineData(0, "", "····")]
    [InlineData(0.5, "██", "··")]
    [InlineData(0.5625, "██▎", "·")]
    [InlineData(2, "████", "")]
    public void A_bar_is_as_long_as_its_score(double fraction, string filled, string empty) =>
        Assert.Equal((filled, empty), ScoreBar.Of(fraction, 4));
}
