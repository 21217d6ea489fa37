using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Clock;

/// <summary>
/// What time it is for goals. A type of its own, apart from the runtime's <see cref="TimeProvider"/>, so that pinning it never touches
/// timeouts.
/// </summary>
public sealed class GoalClock
{
    private readonly TimeProvider _time;
    private readonly Instant? _pinned;

    /// <summary>A clock that flows with the given time, or stands still at <paramref name="pinned"/>.</summary>
    public GoalClock(TimeProvider time, Instant? pinned = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _pinned = pinned;
    }

    /// <summary>Whether it stands still.</summary>
    public bool IsPinned => _pinned is not null;

    /// <summary>What it shows.</summary>
    public Instant Now => _pinned ?? new Instant(_time.GetUtcNow().ToUnixTimeMilliseconds());
}
