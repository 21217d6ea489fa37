using System.Numerics;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Tests.Numbers;

public sealed class HalfEvenTests
{
    [Theory]
    [InlineData(1, 2, 0)]
    [InlineData(3, 2, 2)]
    [InlineData(5, 2, 2)]
    [InlineData(-1, 2, 0)]
    [InlineData(-3, 2, -2)]
    [InlineData(-5, 2, -2)]
    [InlineData(1, -2, 0)]
    [InlineData(3, -2, -2)]
    [InlineData(-7, -2, 4)]
    [InlineData(7, 3, 2)]
    [InlineData(8, 3, 3)]
    [InlineData(-7, 3, -2)]
    [InlineData(-8, 3, -3)]
    [InlineData(0, 5, 0)]
    [InlineData(6, 3, 2)]
    public void Quotients_round_to_the_nearest_and_ties_to_even(int numerator, int divisor, int expected)
    {
        Assert.Equal((Int128)expected, HalfEven.Divide((Int128)numerator, divisor));
        Assert.Equal((BigInteger)expected, HalfEven.Divide((BigInteger)numerator, divisor));
    }

    [Fact]
    public void A_product_past_127_bits_is_exact_in_between()
    {
        var big = (Int128)1_000_000_000_000_000_000 * 1_000_000_000;
        Assert.Equal((BigInteger)big, HalfEven.Scale(big, big, big));
        Assert.Equal(-(BigInteger)big * big, HalfEven.Scale(big, -big, 1));
    }

    [Fact]
    public void The_fast_and_the_long_way_agree()
    {
        const int Seed = 7;
        var random = new Random(Seed);
        for (var i = 0; i < 5_000; i++)
        {
            var a = (Int128)random.NextInt64(long.MinValue, long.MaxValue) << random.Next(0, 40);
            var b = (Int128)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(0, 60);
            Int128 divisor = random.NextInt64(1, long.MaxValue) >> random.Next(0, 60);
            divisor = divisor == 0 ? -1 : divisor;
            Assert.True(HalfEven.Scale(a, b, divisor) == HalfEven.Divide((BigInteger)a * b, divisor), $"seed {Seed}: {a} {b} {divisor}");
        }
    }
}
