using OkrGrains.Grains.Readings;
using OkrGrains.Model.Goals;

namespace OkrGrains.Grains.Goals;

/// <summary>Finds the grain of a goal.</summary>
public static class GrainsOfGoals
{
    /// <summary>Returns the grain of a goal of any kind.</summary>
    public static IGoalGrain Of(IGrainFactory grains, GoalAddress goal)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return goal.Kind switch
        {
            GoalKind.Kpi => grains.ReferenceTo<IKpiGrain>(goal.Key),
            GoalKind.KeyResult => grains.ReferenceTo<IKeyResultGrain>(goal.Key),
            GoalKind.Objective => grains.ReferenceTo<IObjectiveGrain>(goal.Key),
            _ => throw new ArgumentException($"{goal} is no goal.", nameof(goal)),
        };
    }

    /// <summary>Returns the grain of a goal that readings may be sent to.</summary>
    public static IReadingGrain ReadingGrainOf(IGrainFactory grains, GoalAddress goal) =>
        Of(grains, goal) as IReadingGrain ?? throw new ArgumentException($"{goal} takes no readings.", nameof(goal));
}
