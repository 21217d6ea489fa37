using OkrGrains.Model.Time;

namespace OkrGrains.Model.CheckIns;

/// <summary>When a goal wants its next check-in (goal-model §9, <c>review</c>).</summary>
public static class Review
{
    /// <summary>
    /// One review after the last check-in; before the first one, after the goal was defined or its cycle started, whichever was later. Null
    /// where the plan asks for none.
    /// </summary>
    /// <param name="review">How often; null for never.</param>
    /// <param name="definedAt">When the goal was first defined.</param>
    /// <param name="cycleStart">When its cycle starts; null without one.</param>
    /// <param name="lastCheckIn">When somebody checked in last; null for never.</param>
    public static Instant? DueAt(Duration? review, Instant definedAt, Instant? cycleStart, Instant? lastCheckIn)
    {
        if (review is not { } length)
        {
            return null;
        }

        var since = lastCheckIn ?? Instant.Max(definedAt, cycleStart ?? definedAt);
        return Instant.Min(since.Plus(length.Milliseconds), Instant.Latest);
    }

    /// <summary>The first instant at which a check-in that was due is late; null for never.</summary>
    public static Instant? OverdueFrom(Instant? dueAt) => dueAt is { } due && due < Instant.Latest ? due.Plus(1) : null;

    /// <summary>Whether a check-in that was due at an instant is late.</summary>
    public static bool IsOverdue(Instant? dueAt, Instant at) => dueAt is { } due && at > due;
}
