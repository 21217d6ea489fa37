using OkrGrains.Grains.Goals;

namespace OkrGrains.Grains.Watching;

/// <summary>Is told of goals as they change. One call at a time a goal; while it runs, newer states replace older ones.</summary>
public interface IGoalWatcher : IGrainObserver
{
    /// <summary>A goal has changed.</summary>
    [Alias("Changed")]
    Task Changed(GoalState state);
}
