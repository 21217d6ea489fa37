using System.Numerics;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Tests.Numbers;

public sealed class PortionTests
{
    [Theory]
    [InlineData(700_000_000, "0.7")]
    [InlineData(0, "0")]
    [InlineData(2_000_000_000, "2")]
    [InlineData(1, "0.000000001")]
    public void Text_is_the_exact_decimal_without_trailing_zeros(long grid, string expected)
    {
        Assert.Equal(expected, new Portion(grid).ToString());
        Assert.True(Portion.TryParse(expected, out var back));
        Assert.Equal(grid, back.Grid);
    }

    [Theory]
    [InlineData("-0.000000001")]
    [InlineData("2.000000001")]
    [InlineData("0.0000000001")]
    public void Text_outside_0_to_2_or_the_grid_is_refused(string text) => Assert.False(Portion.TryParse(text, out _));

    [Fact]
    public void Progress_may_be_longer_than_127_bits()
    {
        var progress = new Progress(-BigInteger.Pow(10, 50) - 500_000_000);
        Assert.Equal("-1" + new string('0', 41) + ".5", progress.ToString());
        Assert.Equal(-1e41, progress.ToDouble());
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(1_500_000_000, 1_250_000_000)]
    [InlineData(1_250_000_000, 1_250_000_000)]
    [InlineData(3, 3)]
    public void A_score_is_progress_between_0_and_the_cap(long progress, long expected) =>
        Assert.Equal(expected, new Progress(progress).Clamp(new(1_250_000_000)).Grid);
}
