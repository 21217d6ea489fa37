using OkrGrains.Api.Calls;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Watching;

namespace OkrGrains.Api.Tests.Limits;

public sealed class SnapshotAdmissionsTests
{
    private static readonly Task _never = new TaskCompletionSource().Task;
    private readonly QueuedQuota _pieces = new(new(1, 1, 1), "pieces");
    private readonly SnapshotAdmissions _one;
    private readonly SnapshotAdmissions _other;

    public SnapshotAdmissionsTests()
    {
        _one = new SnapshotAdmissions(_pieces, new Caller("one", null));
        _other = new SnapshotAdmissions(_pieces, new Caller("other", null));
    }

    [Fact]
    public async Task Heartbeats_go_on_in_the_line()
    {
        var first = await _one.EnterAsync(() => _never, () => _never, default);
        var beats = 0;
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var second = _other.EnterAsync(
            () => beats < 3 ? Task.CompletedTask : _never,
            () =>
            {
                if (++beats == 3)
                {
                    sent.SetResult();
                }

                return Task.CompletedTask;
            },
            default);
        await sent.Task;
        Assert.False(second.IsCompleted);

        first.Dispose();

        (await second).Dispose();
        Assert.Equal((0, 0, 3), (_pieces.Taken, _pieces.Waiting, beats));
    }

    [Fact]
    public async Task A_watch_whose_heartbeat_waits_for_its_peer_keeps_no_admission()
    {
        var first = await _one.EnterAsync(() => _never, () => _never, default);
        var due = Task.CompletedTask;
        var peer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stuck = _other.EnterAsync(() => due, () => peer.Task, default);
        var next = _one.EnterAsync(() => _never, () => _never, default);

        first.Dispose();
        var admitted = await next;
        Assert.False(stuck.IsCompleted);

        due = _never;
        admitted.Dispose();
        peer.SetResult();

        (await stuck).Dispose();
        Assert.Equal((0, 0), (_pieces.Taken, _pieces.Waiting));
    }

    [Fact]
    public async Task A_watch_that_ends_in_the_line_leaves_it()
    {
        using var first = await _one.EnterAsync(() => _never, () => _never, default);
        using var leaving = new CancellationTokenSource();
        var cancelled = _other.EnterAsync(() => _never, () => _never, leaving.Token);
        var failing = _other.EnterAsync(() => Task.CompletedTask, () => Task.FromException(new TimeoutException()), default);

        await Assert.ThrowsAsync<TimeoutException>(() => failing);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal((1, 0), (_pieces.Taken, _pieces.Waiting));
    }
}
