using Grpc.Core;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Limits;

public sealed class SharesTests
{
    private static readonly Caller _one = new("one", null);
    private static readonly Caller _other = new("other", null);

    [Fact]
    public void All_callers_together_take_no_more_in_a_workspace_than_its_limit_and_others_do_not_count()
    {
        var quota = new Quota(new(10, 6, 8), "things");
        Assert.Equal(QuotaAnswer.Taken, quota.TryTake(_one.In("a"), 6));
        Assert.Equal(QuotaAnswer.AboveLimitPerWorkspace, quota.TryTake(_other.In("a"), 3));
        Assert.Equal(QuotaAnswer.Taken, quota.TryTake(_other.In("a"), 2));
        Assert.Equal(QuotaAnswer.Taken, quota.TryTake(_other.In("b"), 2));
        Assert.Equal(QuotaAnswer.AboveLimit, quota.TryTake(_other.In("b"), 1));

        quota.GiveBack(_one.In("a"), 6);

        Assert.Equal(QuotaAnswer.Taken, quota.TryTake(new Caller("third", null).In("a"), 6));
        Assert.Equal(10, quota.Total);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(4, 1, 3)]
    [InlineData(10, 2, 7)]
    [InlineData(1_000, 250, 750)]
    [InlineData(long.MaxValue, long.MaxValue / 4, long.MaxValue - (long.MaxValue / 4) - 1)]
    public void Shares_that_are_not_set_leave_something_to_others(long all, long perCaller, long perWorkspace)
    {
        Assert.Equal(new QuotaLimits(all, perCaller, perWorkspace), QuotaLimits.Of(all, null, null));
        Assert.Equal(new QuotaLimits(all, 7, 9), QuotaLimits.Of(all, 7, 9));
    }

    [Fact]
    public void A_share_holds_at_least_what_one_call_may_need() =>
        Assert.Equal(new QuotaLimits(100, 90, 90), QuotaLimits.Of(100, null, null, least: 90));

    [Fact]
    public void A_hold_is_given_back_once_with_its_share_of_the_workspace()
    {
        var quota = new Quota(new(10, 6, 8), "things");
        var hold = quota.Take(_one, 2);
        hold.Enter("a");
        hold.Resize(6);
        Assert.Equal(("workspace", "8"), Refusal(() => quota.Take(_other.In("a"), 3)));
        Assert.Equal(("caller", "6"), Refusal(() => hold.Resize(7)));
        hold.Resize(5);
        Assert.Equal(5, quota.Total);

        hold.Dispose();
        hold.Dispose();

        Assert.Equal(0, quota.Total);
        using var most = quota.Take(_other.In("a"), 6);
        using var rest = quota.Take(_one.In("a"), 2);
        Assert.Equal(("workspace", "8"), Refusal(() => quota.Take(_one.In("a"))));
        Assert.Equal(("server", "10"), Refusal(() => quota.Take(_one, 3)));
    }

    [Fact]
    public void A_hold_that_finds_no_room_in_the_workspace_stays_outside_and_is_given_back()
    {
        var quota = new Quota(new(10, 6, 8), "things");
        using var others = quota.Take(_other.In("a"), 6);
        var hold = quota.Take(_one, 3);
        Assert.Equal(("workspace", "8"), Refusal(() => hold.Enter("a")));
        Assert.Equal(9, quota.Total);

        hold.Dispose();

        Assert.Equal(6, quota.Total);
        Assert.Equal(QuotaAnswer.Taken, quota.TryTake(_one.In("a"), 2));
    }

    private static (string Scope, string Limit) Refusal(Action take)
    {
        var fault = Assert.Throws<ApiFault>(take);
        Assert.Equal((StatusCode.ResourceExhausted, ErrorReason.Overloaded), (fault.Code, fault.Reason));
        Assert.NotNull(fault.RetryAfter);
        Assert.Equal("things", fault.Facts["quota"]);
        return (fault.Facts["scope"], fault.Facts["limit"]);
    }
}
