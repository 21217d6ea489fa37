using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Tests.Numbers;

public sealed class WeightTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.000001", 1)]
    [InlineData("1e6", 1_000_000_000_000)]
    [InlineData("123.456789", 123_456_789)]
    public void Weights_are_exact_to_six_digits(string text, long micro)
    {
        Assert.True(Weight.TryParse(text, out var weight));
        Assert.Equal(micro, weight.Micro);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("0.0000005")]
    [InlineData("1000000.000001")]
    public void Weights_that_are_negative_too_fine_or_too_great_are_refused(string text) => Assert.False(Weight.TryParse(text, out _));

    [Fact]
    public void Text_is_the_exact_decimal() => Assert.Equal("2.5", new Weight(2_500_000).ToString());
}
