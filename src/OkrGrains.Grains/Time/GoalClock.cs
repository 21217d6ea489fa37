using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Time;

/// <summary>The clock of goals.</summary>
/// <remarks>
/// It is a type of its own, apart from the runtime's <see cref="TimeProvider"/>, so that pinning it never touches timeouts.
/// </remarks>
public sealed class GoalClock
{
    private readonly TimeProvider _time;
    private long _pinned;

    /// <summary>Creates a clock that follows the given time, or stands still at <paramref name="pinned"/>.</summary>
    public GoalClock(TimeProvider time, Instant? pinned = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        IsPinned = pinned is not null;
        _pinned = pinned?.UnixMillis ?? 0;
    }

    /// <summary>True if the clock stands still until somebody moves it.</summary>
    public bool IsPinned { get; }

    /// <summary>The instant that the clock shows.</summary>
    public Instant Now => new(IsPinned ? Volatile.Read(ref _pinned) : _time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Raised when a pinned clock has been moved.</summary>
    internal event Action? Moved;

    /// <summary>Moves a pinned clock forward. An instant that it has passed leaves it where it is.</summary>
    /// <exception cref="InvalidOperationException">The clock is not pinned.</exception>
    public void MoveTo(Instant at)
    {
        if (!IsPinned)
        {
            throw new InvalidOperationException("A clock that flows is not moved.");
        }

        for (var shown = Now; shown < at; shown = Now)
        {
            if (Interlocked.CompareExchange(ref _pinned, at.UnixMillis, shown.UnixMillis) == shown.UnixMillis)
            {
                Moved?.Invoke();
            }
        }
    }

    /// <summary>Creates an alarm that rings when the clock shows the instant that the alarm is set to.</summary>
    internal GoalAlarm CreateAlarm(Action ring) => new(this, _time, ring);
}
