using System.Numerics;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Tests.Numbers;

public sealed class NanoTests
{
    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(-0.0, "0")]
    [InlineData(29, "29")]
    [InlineData(100000000000000.3, "100000000000000.296875")]
    [InlineData(9007199254740.993, "9007199254740.9921875")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(-1e15, "-1000000000000000")]
    [InlineData(999999999999999.9, "999999999999999.875")]
    [InlineData(4.9e-324, "0")]
    [InlineData(-4.9e-324, "0")]
    [InlineData(2.2250738585072014E-308, "0")]
    [InlineData(1e-9, "0.000000001")]
    [InlineData(4.9e-10, "0")]
    [InlineData(5.1e-10, "0.000000001")]
    public void A_double_is_fixed_to_its_exact_value(double value, string expected)
    {
        Assert.True(Nano.TryFromDouble(value, out var nano));
        Assert.Equal(expected, nano.ToString());
    }

    [Theory]
    [InlineData(0.0009765625, "0.000976562")]
    [InlineData(0.0029296875, "0.002929688")]
    [InlineData(-0.0009765625, "-0.000976562")]
    [InlineData(-0.0029296875, "-0.002929688")]
    public void A_tie_of_a_double_goes_to_the_even_nano(double value, string expected)
    {
        Assert.True(Nano.TryFromDouble(value, out var nano));
        Assert.Equal(expected, nano.ToString());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1000000000000000.125)]
    [InlineData(-1.0000000000000002e15)]
    [InlineData(double.MaxValue)]
    public void What_is_not_finite_or_too_large_is_rejected(double value) =>
        Assert.False(Nano.TryFromDouble(value, out _));

    [Fact]
    public void Every_double_is_fixed_as_integer_arithmetic_of_any_length_says()
    {
        const int Seed = 20010331;
        var random = new Random(Seed);
        for (var i = 0; i < 20_000; i++)
        {
            var value = Math.ScaleB(random.NextDouble() - 0.5, random.Next(-90, 51));
            if (Math.Abs(value) > 1e15)
            {
                continue;
            }

            Assert.True(Nano.TryFromDouble(value, out var nano));
            Assert.True(Exactly(value) == nano.Units, $"seed {Seed}, value {value:R}: {nano}");
        }
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("+3", "3")]
    [InlineData("0.700", "0.7")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("1234567890123.000000001", "1234567890123.000000001")]
    [InlineData("1e15", "1000000000000000")]
    [InlineData("-1000000000000000.000000000", "-1000000000000000")]
    [InlineData("1E-9", "0.000000001")]
    [InlineData("1.5e+3", "1500")]
    [InlineData("1.0000000000e1", "10")]
    [InlineData("0e999999999999999999999", "0")]
    [InlineData("000000000000000000000000000000000001", "1")]
    public void Decimal_text_is_read_exactly(string text, string expected) => Assert.Equal(expected, Nano.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData("٣")]
    [InlineData("0.0000000001")]
    [InlineData("0.1000000000")]
    [InlineData("1e-10")]
    [InlineData("1000000000000000.000000001")]
    [InlineData("1e16")]
    [InlineData("1e999999999999999999999")]
    [InlineData("99999999999999999999999999999999999999999999")]
    public void Text_that_is_no_number_of_a_plan_is_refused(string text)
    {
        Assert.False(Nano.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Nano.Parse(text));
    }

    [Fact]
    public void A_derived_value_is_absent_beyond_1e18_and_present_at_it()
    {
        var greatest = BigInteger.Pow(10, 27);
        Assert.Equal("1000000000000000000", Nano.Derived(greatest)?.ToString());
        Assert.Equal("-1000000000000000000", Nano.Derived(-greatest)?.ToString());
        Assert.Null(Nano.Derived(greatest + 1));
        Assert.Null(Nano.Derived(-greatest - 1));
    }

    [Theory]
    [InlineData("0.1", 0.1)]
    [InlineData("-3", -3d)]
    [InlineData("9007199.254740993", 9007199.254740993)]
    [InlineData("123456789012.123456789", 123456789012.123456789)]
    public void The_double_beside_is_the_nearest(string text, double expected) => Assert.Equal(expected, Nano.Parse(text).ToDouble());

    private static BigInteger Exactly(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        var exponent = (int)(bits >> 52);
        BigInteger mantissa = (bits & 0xF_FFFF_FFFF_FFFF) + (exponent == 0 ? 0 : 1L << 52);
        var shift = 1075 - Math.Max(exponent, 1);
        var scaled = mantissa * 1_000_000_000 * (shift < 0 ? BigInteger.Pow(2, -shift) : 1);
        var rounded = shift <= 0 ? scaled : HalfEven.Divide(scaled, BigInteger.Pow(2, shift));
        return value < 0 ? -rounded : rounded;
    }
}
