using OkrGrains.Model.CheckIns;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Model.Turns;

namespace OkrGrains.Grains.Goals;

/// <summary>What a goal's grain knows of the goal at one instant.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="Version">How new the figures are.</param>
/// <param name="At">The instant of the goal clock at which they hold.</param>
/// <param name="Figures">The figures; null when the goal has been removed from the plan.</param>
/// <param name="NextTurn">
/// Its next change of status or health if nothing arrives and no goal that it reads turns before; null for never or unknown.
/// </param>
[Immutable, GenerateSerializer, Alias("okr.goal-state")]
public sealed record GoalState(
    [property: Id(0)] GoalAddress Goal,
    [property: Id(1)] GoalVersion Version,
    [property: Id(2)] Instant At,
    [property: Id(3)] GoalFigures? Figures,
    [property: Id(4)] Turn? NextTurn = null)
{
    /// <summary>What the goal was worth when its cycle closed; null before, and for a KPI.</summary>
    [Id(5)]
    public FinalScore? Final { get; init; }

    /// <summary>When the next check-in is due; null where none is asked for.</summary>
    [Id(6)]
    public Instant? CheckInDueAt { get; init; }

    /// <summary>Whether a check-in is late.</summary>
    public bool IsCheckInOverdue => Review.IsOverdue(CheckInDueAt, At);

    /// <summary>How many check-ins there are.</summary>
    [Id(7)]
    public long CheckIns { get; init; }

    /// <summary>Whether another state of the goal says nothing else but when it holds.</summary>
    public bool SaysTheSameAs(GoalState? other) => other is not null && Figures == other.Figures
        && Version.Revision == other.Version.Revision && Final == other.Final
        && CheckInDueAt == other.CheckInDueAt && IsCheckInOverdue == other.IsCheckInOverdue && CheckIns == other.CheckIns;

    /// <summary>Whether another state of the goal is older, or as old.</summary>
    public bool IsAsNewAs(GoalState other) => (Version, At, CheckIns).CompareTo((other.Version, other.At, other.CheckIns)) >= 0;
}
