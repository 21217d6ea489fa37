using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Goals;

/// <summary>A goal as its grain knows it at one instant.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="Version">The version of the figures.</param>
/// <param name="At">The instant of the goal clock for which the figures hold.</param>
/// <param name="Figures">The figures; null when the goal has been removed from the plan.</param>
/// <param name="NextStatusChange">
/// The next change of status or health if nothing arrives and no goal that it reads changes before; null for never or unknown.
/// </param>
[Immutable, GenerateSerializer, Alias("okr.goal-state")]
public sealed record GoalState(
    [property: Id(0)] GoalAddress Goal,
    [property: Id(1)] GoalVersion Version,
    [property: Id(2)] Instant At,
    [property: Id(3)] GoalFigures? Figures,
    [property: Id(4)] StatusChange? NextStatusChange = null)
{
    /// <summary>The final score of the goal, fixed when its cycle closed; null before that, and for a KPI.</summary>
    [Id(5)]
    public FinalScore? Final { get; init; }

    /// <summary>
    /// The score at the instant of the final score, from what is accepted now. Null without a final score, and in the answer of a grain
    /// where its live score does not tell: then <see cref="Queries.RestatedScores"/> evaluates it.
    /// </summary>
    [Id(8)]
    public Portion? ScoreAtFinal { get; init; }

    /// <summary>
    /// True if what was accepted after the closing gives another score at the instant of the final score (goal-model §8). What the clock
    /// alone does to the live score restates nothing.
    /// </summary>
    public bool IsRestated => Final is { } final && ScoreAtFinal is { } now && now != final.Score;

    /// <summary>The instant at which the next check-in is due; null where none is asked for.</summary>
    [Id(6)]
    public Instant? CheckInDueAt { get; init; }

    /// <summary>True when a check-in is overdue.</summary>
    public bool IsCheckInOverdue => Review.IsOverdue(CheckInDueAt, At);

    /// <summary>The number of check-ins on the goal.</summary>
    [Id(7)]
    public long CheckIns { get; init; }

    /// <summary>The newest check-in on the goal; null for none. Which one it is follows from <see cref="CheckIns"/>.</summary>
    [Id(9)]
    public LastCheckIn? LastCheckIn { get; init; }

    /// <summary>
    /// Returns true if the other state of the goal shows a watcher the same. It may differ in its instant, in its version other than the
    /// revision, and in its next status change.
    /// </summary>
    public bool SaysTheSameAs(GoalState? other) => other is not null && Figures == other.Figures
        && Version.Revision == other.Version.Revision && Final == other.Final
        && IsRestated == other.IsRestated && CheckInDueAt == other.CheckInDueAt && IsCheckInOverdue == other.IsCheckInOverdue && CheckIns == other.CheckIns;

    /// <summary>Returns true if the other state of the goal is older, or as old.</summary>
    public bool IsAsNewAs(GoalState other) => (Version, At, CheckIns).CompareTo((other.Version, other.At, other.CheckIns)) >= 0;
}
