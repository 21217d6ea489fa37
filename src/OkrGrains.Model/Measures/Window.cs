using OkrGrains.Model.Cycles;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Measures;

/// <summary>Which readings count at an instant (goal-model §3).</summary>
public abstract record Window
{
    private protected Window()
    {
    }

    /// <summary>The times that count at <paramref name="at"/>; none after it does.</summary>
    internal abstract Interval IntervalAt(Instant at, Zone zone, CycleSpan? cycle);

    /// <summary>The times of the whole calendar period before the one that contains <paramref name="at"/>.</summary>
    /// <exception cref="InvalidOperationException">The window is no calendar window.</exception>
    internal virtual Interval PreviousIntervalAt(Instant at, Zone zone) =>
        throw new InvalidOperationException($"{GetType().Name} has no previous calendar period.");

    /// <summary>
    /// The first instant after <paramref name="at"/> at which the interval is another but for its end, which follows the clock; null for
    /// never. <paramref name="first"/> is the time of the first reading that counts; null when none does.
    /// </summary>
    internal virtual Instant? NextTurn(Instant at, Zone zone, Instant? first) => null;
}
