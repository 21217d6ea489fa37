using OkrGrains.Api.Calls;
using OkrGrains.Api.Limits;

namespace OkrGrains.Api.Tests.Limits;

public sealed class WaitingLineTests
{
    private static readonly Caller _one = new("one", null);
    private static readonly Caller _other = new("other", null);

    [Fact]
    public async Task The_only_call_of_a_caller_waits_for_one_of_the_thousand_of_another_at_most()
    {
        var quota = new QueuedQuota(new(1, 1, 1), "things");
        await quota.TakeAsync(_one, 1, default);
        List<Task> many = [.. Enumerable.Range(0, 1_000).Select(_ => quota.TakeAsync(_one, 1, default).AsTask())];
        var single = quota.TakeAsync(_other, 1, default).AsTask();

        quota.GiveBack(_one, 1);
        await many[0];
        Assert.False(single.IsCompleted);
        quota.GiveBack(_one, 1);
        await single;
        quota.GiveBack(_other, 1);
        await many[1];

        Assert.Equal(998, quota.Waiting);
    }

    [Fact]
    public async Task Workspaces_are_served_in_turn_however_many_callers_wait_in_one()
    {
        var quota = new QueuedQuota(new(1, 1, 1), "things");
        await quota.TakeAsync(_one.In("a"), 1, default);
        List<Task> crowd =
            [.. Enumerable.Range(0, 100).Select(i => quota.TakeAsync(new Caller($"{i}", null).In("a"), 1, default).AsTask())];
        var single = quota.TakeAsync(_other.In("b"), 1, default).AsTask();

        quota.GiveBack(_one.In("a"), 1);
        await crowd[0];
        quota.GiveBack(new Caller("0", null).In("a"), 1);

        await single;
        Assert.Equal(99, quota.Waiting);
    }

    [Fact]
    public async Task A_workspace_that_waits_for_room_of_its_own_holds_up_no_other()
    {
        var quota = new QueuedQuota(new(10, 10, 6), "things");
        await quota.TakeAsync(_one.In("a"), 6, default);
        var waiting = quota.TakeAsync(_other.In("a"), 1, default);
        Assert.False(waiting.IsCompleted);

        await quota.TakeAsync(_one.In("b"), 4, default);
        quota.GiveBack(_one.In("a"), 1);

        await waiting;
        Assert.Equal(10, quota.Taken);
    }

    [Fact]
    public async Task An_admission_is_given_back_once_and_to_the_next_in_line()
    {
        var quota = new QueuedQuota(new(1, 1, 1), "things");
        var first = await quota.EnterAsync(_one.In("a"), default);
        var second = quota.EnterAsync(_other.In("a"), default);
        var third = quota.EnterAsync(_one.In("a"), default);

        first.Dispose();
        first.Dispose();

        using var admitted = await second;
        Assert.False(third.IsCompleted);
        Assert.Equal((1, 1), (quota.Taken, quota.Waiting));
    }
}
