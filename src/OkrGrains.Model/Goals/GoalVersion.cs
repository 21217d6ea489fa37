using OkrGrains.Model.Time;

namespace OkrGrains.Model.Goals;

/// <summary>
/// The version of a goal's figures. It is made of durable facts only, so that it never goes back, not even over a restart. Versions compare
/// by revision, then positions, then <paramref name="InstantSum"/>, then instant.
/// </summary>
/// <param name="Revision">The store position of the last definition commit that touched the goal or anything below it.</param>
/// <param name="Positions">
/// The store position of its last commit if the goal has readings; the sum over its edges of the positions that it last read if not.
/// </param>
/// <param name="At">
/// The greatest instant of evaluation of the goal and all below it. It is part of the version because the clock alone changes figures
/// without a commit.
/// </param>
/// <param name="InstantSum">
/// The sum over the edges of a goal without readings of the instants and revisions that it last read. Several goals below may change by the
/// clock at one instant, or receive one definition one after another; the greatest instant alone would not tell these versions apart.
/// </param>
[Immutable, GenerateSerializer, Alias("okr.goal-version")]
public readonly record struct GoalVersion(
    [property: Id(0)] long Revision,
    [property: Id(4)] PathSum Positions,
    [property: Id(2)] Instant At,
    [property: Id(5)] PathSum InstantSum = default)
    : IComparable<GoalVersion>
{
    /// <summary>The version that is older than any other.</summary>
    public static GoalVersion None => new(0, 0, Instant.Earliest);

    /// <inheritdoc/>
    public int CompareTo(GoalVersion other)
    {
        var byRevision = Revision.CompareTo(other.Revision);
        if (byRevision != 0)
        {
            return byRevision;
        }

        var byPositions = Positions.CompareTo(other.Positions);
        if (byPositions != 0)
        {
            return byPositions;
        }

        var byInstantSum = InstantSum.CompareTo(other.InstantSum);
        return byInstantSum != 0 ? byInstantSum : At.CompareTo(other.At);
    }

    /// <summary>Returns true if <paramref name="a"/> is older than <paramref name="b"/>.</summary>
    public static bool operator <(GoalVersion a, GoalVersion b) => a.CompareTo(b) < 0;

    /// <summary>Returns true if <paramref name="a"/> is newer than <paramref name="b"/>.</summary>
    public static bool operator >(GoalVersion a, GoalVersion b) => a.CompareTo(b) > 0;

    /// <summary>Returns true if <paramref name="a"/> is not newer than <paramref name="b"/>.</summary>
    public static bool operator <=(GoalVersion a, GoalVersion b) => a.CompareTo(b) <= 0;

    /// <summary>Returns true if <paramref name="a"/> is not older than <paramref name="b"/>.</summary>
    public static bool operator >=(GoalVersion a, GoalVersion b) => a.CompareTo(b) >= 0;
}
