using OkrGrains.Api.Calls;
using OkrGrains.Api.Limits;

namespace OkrGrains.Api.Tests.Limits;

public sealed class QueuedQuotaTests
{
    private static readonly Caller _one = new("one", null);
    private static readonly Caller _other = new("other", null);
    private readonly QueuedQuota _quota = new(new(10, 100, 100), "things");

    [Fact]
    public async Task Room_is_given_in_the_order_of_asking_and_only_when_there_is_enough()
    {
        await _quota.TakeAsync(_one, 8, default);
        var large = _quota.TakeAsync(_one, 5, default);
        var small = _quota.TakeAsync(_other, 1, default);
        Assert.False(large.IsCompleted || small.IsCompleted);
        _quota.GiveBack(_one, 2);
        Assert.False(large.IsCompleted);
        _quota.GiveBack(_one, 1);
        await large;
        Assert.False(small.IsCompleted);
        Assert.Equal(10, _quota.Taken);
        _quota.GiveBack(_one, 5);
        await small;
        Assert.Equal(6, _quota.Taken);
    }

    [Fact]
    public async Task Room_that_is_there_costs_no_memory()
    {
        var before = 0L;
        for (var i = 0; i < 200; i++)
        {
            // The first half makes room in the books of the quota.
            before = i == 100 ? GC.GetAllocatedBytesForCurrentThread() : before;
            await _quota.TakeAsync(_one, 1, default);
            _quota.GiveBack(_one, 1);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Who_leaves_takes_nothing_and_lets_the_next_one_in()
    {
        await _quota.TakeAsync(_one, 8, default);
        using var leaving = new CancellationTokenSource();
        var large = _quota.TakeAsync(_one, 5, leaving.Token).AsTask();
        var small = _quota.TakeAsync(_one, 2, default);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        await small;
        Assert.Equal(10, _quota.Taken);
    }

    [Fact]
    public async Task A_caller_that_waits_for_room_of_its_own_holds_up_no_other()
    {
        var quota = new QueuedQuota(new(10, 6, 10), "things");
        await quota.TakeAsync(_one, 6, default);
        var first = quota.TakeAsync(_one, 1, default);
        var second = quota.TakeAsync(_one, 2, default);
        Assert.False(first.IsCompleted || second.IsCompleted);

        await quota.TakeAsync(_other, 4, default);
        quota.GiveBack(_one, 2);

        await first;
        Assert.False(second.IsCompleted);
        Assert.Equal(9, quota.Taken);
        quota.GiveBack(_one, 1);
        await second;
        Assert.Equal(10, quota.Taken);
    }

    [Fact]
    public async Task Within_a_caller_nothing_smaller_overtakes_what_waits_for_its_room()
    {
        var quota = new QueuedQuota(new(10, 6, 10), "things");
        await quota.TakeAsync(_one, 5, default);
        var large = quota.TakeAsync(_one, 4, default);
        var small = quota.TakeAsync(_one, 1, default);
        Assert.False(large.IsCompleted || small.IsCompleted);

        quota.GiveBack(_one, 4);
        await large;
        await small;
        Assert.Equal(6, quota.Taken);
    }

    [Fact]
    public async Task A_caller_above_both_limits_holds_up_no_other()
    {
        var quota = new QueuedQuota(new(10, 6, 10), "things");
        await quota.TakeAsync(_one, 6, default);
        await quota.TakeAsync(_other, 3, default);
        var waiting = quota.TakeAsync(_one, 5, default);
        Assert.False(waiting.IsCompleted);

        await quota.TakeAsync(new Caller("third", null), 1, default);
        Assert.Equal(10, quota.Taken);
    }
}
