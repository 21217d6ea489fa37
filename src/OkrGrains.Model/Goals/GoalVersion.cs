using OkrGrains.Model.Time;

namespace OkrGrains.Model.Goals;

/// <summary>
/// How new a goal's figures are, from durable facts only, so that it never goes back, restart or not. Compared from left to right.
/// </summary>
/// <param name="Revision">The store position of the last definition commit that touched the goal or anything below it.</param>
/// <param name="Positions">
/// Of a goal with readings: the position of its last commit. Of any other: the sum over its edges of what it last read.
/// </param>
/// <param name="At">The greatest instant of evaluation below, since a turn of the clock changes figures without a commit.</param>
/// <param name="Turns">
/// Of a goal without readings: the sum over its edges of the instants and revisions of what it last read. Several goals below may turn at
/// one instant, or hear of one definition one after another: the greatest instant alone would not tell these versions apart.
/// </param>
[Immutable, GenerateSerializer, Alias("okr.goal-version")]
public readonly record struct GoalVersion(
    [property: Id(0)] long Revision,
    [property: Id(1)] UInt128 Positions,
    [property: Id(2)] Instant At,
    [property: Id(3)] UInt128 Turns = default)
    : IComparable<GoalVersion>
{
    /// <summary>Older than any other.</summary>
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

        var byTurns = Turns.CompareTo(other.Turns);
        return byTurns != 0 ? byTurns : At.CompareTo(other.At);
    }

    /// <summary>Whether <paramref name="a"/> is older than <paramref name="b"/>.</summary>
    public static bool operator <(GoalVersion a, GoalVersion b) => a.CompareTo(b) < 0;

    /// <summary>Whether <paramref name="a"/> is newer than <paramref name="b"/>.</summary>
    public static bool operator >(GoalVersion a, GoalVersion b) => a.CompareTo(b) > 0;

    /// <summary>Whether <paramref name="a"/> is not newer than <paramref name="b"/>.</summary>
    public static bool operator <=(GoalVersion a, GoalVersion b) => a.CompareTo(b) <= 0;

    /// <summary>Whether <paramref name="a"/> is not older than <paramref name="b"/>.</summary>
    public static bool operator >=(GoalVersion a, GoalVersion b) => a.CompareTo(b) >= 0;
}
