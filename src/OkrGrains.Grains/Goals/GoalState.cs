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
    [property: Id(4)] Turn? NextTurn = null);
