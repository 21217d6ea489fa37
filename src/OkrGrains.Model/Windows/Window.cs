using OkrGrains.Model.Rules;
using OkrGrains.Model.Targets;
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

    /// <summary>
    /// Returns the days or hours of the window that have ended by T + 1 ms; while none has, the whole window before (goal-model §4).
    /// </summary>
    /// <exception cref="InvalidOperationException">The window is not of the calendar.</exception>
    internal virtual EndedShare EndedAt(Prorate unit, Instant at, Zone zone) =>
        throw new InvalidOperationException($"{GetType().Name} has no days or hours that end.");

    /// <summary>Returns the times of the running period, which is the window once it has ended.</summary>
    /// <exception cref="InvalidOperationException">The window is not a complete one.</exception>
    internal virtual Interval RunningAt(Instant at, Zone zone) =>
        throw new InvalidOperationException($"{GetType().Name} has no running period.");

    /// <summary>
    /// Returns the first instant after <paramref name="at"/> at which <see cref="EndedAt"/> changes; null for never, and where it changes
    /// only with <see cref="NextEdge"/>.
    /// </summary>
    internal virtual Instant? NextEnd(Prorate unit, Instant at, Zone zone) => null;

    /// <summary>Returns the instant T + 1 ms, by which a period has ended whose last millisecond is T.</summary>
    private protected static Instant After(Instant at) => Instant.Min(at.Plus(1), Instant.Latest);

    private protected static Interval Whole(Period period) => new(period.Start, period.End.Plus(-1));
}
