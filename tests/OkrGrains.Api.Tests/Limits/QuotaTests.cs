using OkrGrains.Api.Calls;
using OkrGrains.Api.Limits;

namespace OkrGrains.Api.Tests.Limits;

public sealed class QuotaTests
{
    private static readonly Caller _one = new("one", null);
    private static readonly Caller _other = new("other", null);

    [Fact]
    public void All_callers_together_and_each_of_them_take_no_more_than_their_limits()
    {
        var quota = new Quota(new(10, 6, 10), "things");
        Assert.Equal(QuotaAnswer.Taken, quota.TryTake(_one, 6));
        Assert.Equal(QuotaAnswer.AboveLimitPerCaller, quota.TryTake(_one, 1));
        Assert.Equal(QuotaAnswer.AboveLimit, quota.TryTake(_other, 5));
        Assert.Equal(6, quota.Total);

        Assert.Equal(QuotaAnswer.Taken, quota.TryTake(_other, 4));

        Assert.Equal(10, quota.Total);
    }

    [Fact]
    public void What_a_caller_gives_back_may_be_taken_again()
    {
        var quota = new Quota(new(10, 6, 10), "things");
        quota.TryTake(_one, 6);
        quota.GiveBack(_one, 2);
        Assert.Equal(QuotaAnswer.AboveLimitPerCaller, quota.TryTake(_one, 3));
        quota.GiveBack(_one, 4);
        Assert.Equal(0, quota.Total);

        Assert.Equal(QuotaAnswer.Taken, quota.TryTake(_one, 6));
    }

    [Fact]
    public void An_amount_of_0_is_taken_and_given_back_like_any_other()
    {
        var quota = new Quota(new(10, 6, 10), "things");
        quota.TryTake(_one, 0);
        quota.TryTake(_one, 0);
        quota.TryTake(_one, 6);
        quota.GiveBack(_one, 0);
        Assert.Equal(QuotaAnswer.AboveLimitPerCaller, quota.TryTake(_one, 1));
        quota.GiveBack(_one, 6);
        quota.GiveBack(_one, 0);

        Assert.Equal(0, quota.Total);
    }

    [Fact]
    public void A_caller_evades_no_quota_by_stating_another_author()
    {
        var quota = new Quota(new(10, 6, 10), "things");
        quota.TryTake(_one.Stating("author", "ann", AuthorRule.CheckIn), 6);

        Assert.Equal(QuotaAnswer.AboveLimitPerCaller, quota.TryTake(_one.Stating("author", "bob", AuthorRule.CheckIn), 1));
    }
}
