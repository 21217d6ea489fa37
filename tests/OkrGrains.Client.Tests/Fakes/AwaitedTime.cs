using Microsoft.Extensions.Time.Testing;

namespace OkrGrains.Client.Tests.Fakes;

/// <summary>A clock that a test moves, after it has waited for the timer that the move is meant for.</summary>
internal sealed class AwaitedTime() : FakeTimeProvider(DateTimeOffset.UnixEpoch)
{
    private readonly Lock _gate = new();
    private readonly List<AwaitedTimer> _timers = [];
    private readonly List<(TimeSpan Delay, TaskCompletionSource Done)> _waits = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new AwaitedTimer(this, base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes once some timer is due exactly so much later.</summary>
    public Task TimerDueInAsync(TimeSpan delay)
    {
        lock (_gate)
        {
            if (IsDueIn(delay))
            {
                return Task.CompletedTask;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((delay, done));
            return done.Task.WaitAsync(FakeStream.Patience);
        }
    }

    private bool IsDueIn(TimeSpan delay) => _timers.Exists(timer => timer.Due - GetUtcNow() == delay);

    private void Set(AwaitedTimer timer, TimeSpan dueTime)
    {
        lock (_gate)
        {
            timer.Due = dueTime == Timeout.InfiniteTimeSpan ? null : GetUtcNow() + dueTime;
            if (!_timers.Contains(timer))
            {
                _timers.Add(timer);
            }

            _waits.Where(wait => IsDueIn(wait.Delay)).ToList().ForEach(wait => wait.Done.TrySetResult());
        }
    }

    private void Remove(AwaitedTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    private sealed class AwaitedTimer(AwaitedTime time, ITimer timer) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            // In this order: a test that has seen the timer may move the clock at once, and the timer must be running by then.
            var changed = timer.Change(dueTime, period);
            time.Set(this, dueTime);
            return changed;
        }

        public void Dispose()
        {
            time.Remove(this);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            time.Remove(this);
            return timer.DisposeAsync();
        }
    }
}
