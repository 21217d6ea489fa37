namespace OkrGrains.Grains.Sweeping;

/// <summary>
/// Sleep that somebody may end. Whoever does so goes on at once: the sleeper wakes by a timer, on no thread but the timer's.
/// </summary>
internal sealed class Snooze : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private TaskCompletionSource? _sleeping;
    private bool _woken;

    public Snooze(TimeProvider time) =>
        _timer = time.CreateTimer(_ => End(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Sleeps until it is woken, or as long as that; not at all when it was woken since it slept last. One sleeper at a time.</summary>
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
