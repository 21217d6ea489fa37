using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Model.Goals;

namespace OkrGrains.Api.Tests.Mapping;

public sealed class TokenTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(4711)]
    [InlineData(long.MaxValue)]
    public void A_read_token_goes_out_and_comes_back(long position) =>
        Assert.Equal(position, ReadToken.Read("after_token", ReadToken.Of(position)));

    [Fact]
    public void No_read_token_means_no_position() => Assert.Null(ReadToken.Read("after_token", ""));

    [Theory]
    [InlineData("p")]
    [InlineData("12")]
    [InlineData("pffffffffffffffff")]
    [InlineData("p 1")]
    [InlineData("q1")]
    [InlineData("p1\0")]
    [InlineData("p1A")]
    public void A_foreign_read_token_is_refused_with_its_field(string token) =>
        Assert.Equal("after_token", Assert.Single(Assert.Throws<ApiFault>(() => ReadToken.Read("after_token", token)).Violations).Field);

    [Theory]
    [InlineData(GoalKind.Kpi, 0)]
    [InlineData(GoalKind.Objective, int.MaxValue)]
    public void A_page_token_goes_out_and_comes_back(GoalKind kind, int ordinal)
    {
        var token = new PageToken(kind, ordinal);

        Assert.Equal(token, PageToken.Read("page_token", token.ToString()));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("4.0")]
    [InlineData("1.-1")]
    [InlineData("1.2147483648")]
    [InlineData("1.0.2")]
    [InlineData("1")]
    [InlineData("1\0.0")]
    [InlineData("1.0\0")]
    [InlineData("1. 0")]
    public void A_foreign_page_token_is_refused(string token) => Assert.Throws<ApiFault>(() => PageToken.Read("page_token", token));

    [Theory]
    [InlineData("5\0")]
    [InlineData(" 5")]
    [InlineData("+5")]
    [InlineData("\u0665")]
    public void Zero_characters_signs_and_other_digits_make_no_token(string number)
    {
        Assert.Throws<ApiFault>(() => PageSizes.ReadToken(number, first: 0));
        Assert.Throws<ApiFault>(() => RecordToken.Read("page_token", number + ".0"));
        Assert.Throws<ApiFault>(() => RecordToken.Read("page_token", "1." + number));
        Assert.Throws<ApiFault>(() => Etag.Read("etag", "r" + number));
    }
}
