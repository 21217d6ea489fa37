using OkrGrains.Model.Time;

namespace OkrGrains.Model.Rules;

/// <summary>Computes when the next check-in of a goal is due and from when it is overdue (goal-model §9, <c>review</c>).</summary>
public static class Review
{
    /// <summary>
    /// Returns the instant by which a goal wants its next check-in: one review interval after the last check-in, or, before the first one,
    /// after the goal's definition or the start of its cycle, whichever is later. Returns null if the plan asks for no check-ins.
    /// </summary>
    /// <param name="review">The interval between check-ins; null for never.</param>
    /// <param name="definedAt">The instant at which the goal was first defined.</param>
    /// <param name="cycleStart">The start of the goal's cycle; null without a cycle.</param>
    /// <param name="lastCheckIn">The instant of the last check-in; null before the first one.</param>
    public static Instant? DueAt(Duration? review, Instant definedAt, Instant? cycleStart, Instant? lastCheckIn)
    {
        if (review is not { } length)
        {
            return null;
        }

        var since = lastCheckIn ?? Instant.Max(definedAt, cycleStart ?? definedAt);
        return Instant.Min(since.Plus(length.Milliseconds), Instant.Latest);
    }

    /// <summary>Returns the first instant at which the check-in due at <paramref name="dueAt"/> is late; null for never.</summary>
    public static Instant? OverdueFrom(Instant? dueAt) => dueAt is { } due && due < Instant.Latest ? due.Plus(1) : null;

    /// <summary>Returns true if the check-in due at <paramref name="dueAt"/> is late at <paramref name="at"/>.</summary>
    public static bool IsOverdue(Instant? dueAt, Instant at) => dueAt is { } due && at > due;
}
