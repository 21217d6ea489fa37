using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Model.Goals;

namespace OkrGrains.Api.Tests.Mapping;

public sealed class TokenTests
{
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
        Assert.Throws<ApiFault>(() => new Etags(EtagsTests.Log(9)).Read("etag", "r" + number));
    }
}
