using System.Text;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Tests.Numbers;

public sealed class PlainNumberTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1500.25", 1500.25)]
    [InlineData("-2.5e3", -2500)]
    [InlineData("+5", 5)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("007", 7)]
    [InlineData("1E-3", 0.001)]
    [InlineData("4.9e-324", double.Epsilon)]
    [InlineData("1e400", double.PositiveInfinity)]
    public void A_decimal_is_read_as_the_nearest_double(string text, double expected)
    {
        Assert.True(PlainNumber.TryParse(text, out double ofText));
        Assert.True(PlainNumber.TryParse(Encoding.UTF8.GetBytes(text), out var ofBytes));
        Assert.Equal((expected, expected), (ofText, ofBytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1,5")]
    [InlineData("1,000")]
    [InlineData("1_000")]
    [InlineData("1'000")]
    [InlineData(" 5")]
    [InlineData("5 ")]
    [InlineData("5\n")]
    [InlineData("5\0")]
    [InlineData("5\0\0")]
    [InlineData("\05")]
    [InlineData("1\05")]
    [InlineData("0x10")]
    [InlineData("\u0665")]
    [InlineData("\uff15")]
    [InlineData("\u22125")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-\u221e")]
    [InlineData("(5)")]
    [InlineData("5-")]
    [InlineData("--5")]
    [InlineData("5e")]
    [InlineData("e5")]
    [InlineData("1e5.5")]
    [InlineData("1.2.3")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("5f")]
    [InlineData("$5")]
    [InlineData("5%")]
    public void Anything_else_is_no_decimal(string text)
    {
        Assert.False(PlainNumber.TryParse(text, out double _));
        Assert.False(PlainNumber.TryParse(Encoding.UTF8.GetBytes(text), out _));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0042", 42)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Digits_are_a_whole_number(string text, long expected)
    {
        Assert.True(PlainNumber.TryParseWhole(text, out var number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData(" 1")]
    [InlineData("1\0")]
    [InlineData("0x1")]
    [InlineData("\u0661")]
    [InlineData("9223372036854775808")]
    public void Anything_else_is_no_whole_number(string text) => Assert.False(PlainNumber.TryParseWhole(text, out _));

    [Theory]
    [InlineData("", null)]
    [InlineData("0", 0L)]
    [InlineData("7fffffffffffffff", long.MaxValue)]
    [InlineData("8000000000000000", null)]
    [InlineData("1A", null)]
    [InlineData("1\0", null)]
    [InlineData(" 1", null)]
    public void Tokens_have_hexadecimal_digits_in_lower_case(string text, long? expected) =>
        Assert.Equal(expected, PlainNumber.TryParseHex(text, out var number) ? number : null);
}
