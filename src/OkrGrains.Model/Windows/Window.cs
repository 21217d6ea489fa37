using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Windows;

/// <summary>A window, which decides which readings count at an instant (goal-model §3).</summary>
public abstract record Window
{
    private protected Window()
    {
    }

    /// <summary>Returns the times that count at <paramref name="at"/>; none of them is after it.</summary>
    internal abstract Interval IntervalAt(Instant at, Zone zone, CycleSpan? cycle);

    /// <summary>Returns the times of the whole calendar period before the one that contains <paramref name="at"/>.</summary>
    /// <exception cref="InvalidOperationException">The window is not a calendar window.</exception>
    internal virtual Interval PreviousIntervalAt(Instant at, Zone zone) =>
        throw new InvalidOperationException($"{GetType().Name} has no previous calendar period.");

    /// <summary>
    /// Returns the first instant after <paramref name="at"/> at which the interval changes otherwise than by its end following the clock;
    /// null for never.
    /// </summary>
    /// <param name="at">The instant from which the search starts.</param>
    /// <param name="zone">The zone of the measure's calendar.</param>
    /// <param name="first">The time of the first reading that counts; null when none does.</param>
    internal virtual Instant? NextEdge(Instant at, Zone zone, Instant? first) => null;
}
