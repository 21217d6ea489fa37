using OkrGrains.Grains.Goals;

namespace OkrGrains.Grains.Watching;

/// <summary>
/// Observer of goals, which is told as they change. There is one call at a time for each goal, and meanwhile newer states replace older
/// ones.
/// </summary>
public interface IGoalWatcher : IGrainObserver
{
    /// <summary>Tells that a goal has changed.</summary>
    [Alias("Changed")]
    Task Changed(GoalState state);
}
