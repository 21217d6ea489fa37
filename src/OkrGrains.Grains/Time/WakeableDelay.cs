namespace OkrGrains.Grains.Time;

/// <summary>
/// A sleep that others may end. Whoever ends it continues at once, because the sleeper always wakes on the timer's thread.
/// </summary>
internal sealed class WakeableDelay : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private TaskCompletionSource? _sleeping;
    private bool _woken;

    public WakeableDelay(TimeProvider time) =>
        _timer = time.CreateTimer(_ => End(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>
    /// Sleeps until it is woken, or for as long as given; not at all when it was woken since the last sleep. One sleeper at a time.
    /// </summary>
    public async Task SleepAsync(TimeSpan longest, CancellationToken cancellation)
    {
        var sleeping = new TaskCompletionSource();
        using var cancelled = cancellation.Register(Wake);
        lock (_gate)
        {
            _sleeping = sleeping;
            _timer.Change(_woken ? TimeSpan.Zero : longest, Timeout.InfiniteTimeSpan);
        }

        await sleeping.Task;
        cancellation.ThrowIfCancellationRequested();
    }

    public void Wake()
    {
        lock (_gate)
        {
            _woken = true;
            if (_sleeping is not null)
            {
                _timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void End()
    {
        TaskCompletionSource? sleeping;
        lock (_gate)
        {
            sleeping = _sleeping;
            if (sleeping is not null)
            {
                (_sleeping, _woken) = (null, false);
            }
        }

        sleeping?.TrySetResult();
    }
}
