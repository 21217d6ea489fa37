using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Goals;

/// <summary>What a goal's grain knows of the goal at one instant.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="Version">How new the figures are.</param>
/// <param name="At">The instant of the goal clock at which they hold.</param>
/// <param name="Figures">The figures; null when the goal has been removed from the plan.</param>
[Immutable, GenerateSerializer, Alias("okr.goal-state")]
public sealed record GoalState(
    [property: Id(0)] GoalAddress Goal,
    [property: Id(1)] GoalVersion Version,
    [property: Id(2)] Instant At,
    [property: Id(3)] GoalFigures? Figures);
