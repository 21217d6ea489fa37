using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Time;

/// <summary>
/// Rings once when the goal clock shows an instant or a later one, never before. While a pinned clock stands still, no timer is armed.
/// </summary>
internal sealed class GoalAlarm : IDisposable
{
    // Timers measure elapsed time, and the clock of the machine may be set meanwhile: it is looked at again at least this often.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    private readonly GoalClock _clock;
    private readonly Action _ring;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private Instant? _at;

    public GoalAlarm(GoalClock clock, TimeProvider time, Action ring)
    {
        _clock = clock;
        _ring = ring;
        _timer = time.CreateTimer(_ => OnTime(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        clock.Moved += Arm;
    }

    /// <summary>Sets the alarm to an instant, in place of the one that it was set to; null for never.</summary>
    public void Set(Instant? at)
    {
        lock (_gate)
        {
            _at = at;
            Arm();
        }
    }

    /// <summary>Sets the alarm to an instant, unless it is set to an earlier one.</summary>
    public void SetNoLaterThan(Instant at)
    {
        lock (_gate)
        {
            if (_at is not { } set || at < set)
            {
                _at = at;
                Arm();
            }
        }
    }

    public void Dispose()
    {
        _clock.Moved -= Arm;
        _timer.Dispose();
    }

    // The alarm always rings by its timer, since whoever sets it or moves the clock must not run the callback.
    private void Arm()
    {
        lock (_gate)
        {
            var left = _at is { } at ? TimeSpan.FromMilliseconds(Math.Max(0, at.UnixMillis - _clock.Now.UnixMillis)) : (TimeSpan?)null;
            var sleep = left switch
            {
                { } due when due == TimeSpan.Zero => due,
                { } due when !_clock.IsPinned => due < LongestSleep ? due : LongestSleep,
                _ => Timeout.InfiniteTimeSpan,
            };
            _timer.Change(sleep, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnTime()
    {
        lock (_gate)
        {
            if (_at is not { } at || at > _clock.Now)
            {
                Arm();
                return;
            }

            _at = null;
        }

        _ring();
    }
}
