using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Watching;
using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Goals;

/// <summary>
/// The grain of a goal. It owns the goal's figures, takes the contributions of its children and passes its own contribution on.
/// </summary>
public interface IGoalGrain : IContributionTaker
{
    /// <summary>Returns the goal as this grain knows it, with its figures for an instant that the goal clock has shown.</summary>
    [Alias("Read")]
    Task<GoalState> Read(Instant at);

    /// <summary>Advances the goal to the goal clock, and passes its contribution on, changed or not.</summary>
    [Alias("Refresh")]
    Task Refresh();

    /// <summary>Advances the goal to the goal clock, and tells parents and watchers what that changes.</summary>
    [Alias("StatusChange")]
    Task OnTimer();

    /// <summary>
    /// Stores a check-in on a key result or an objective, with its reading if it brings one, and answers once both are durable.
    /// </summary>
    [Alias("CheckIn")]
    Task<CheckedIn> CheckIn(CheckInEntry entry);

    /// <summary>
    /// Reloads the goal if another activation has stored something newer, and has its contribution passed on all the way up, changed or
    /// not.
    /// </summary>
    /// <param name="revision">The revision of the goal in the store.</param>
    [Alias("PassOnAgain")]
    Task PassOnAgain(long revision);

    /// <summary>
    /// Subscribes a watcher to every change, or renews its subscription. A subscription that is not renewed ends by itself.
    /// </summary>
    /// <returns>The current state of the goal.</returns>
    [Alias("Watch")]
    Task<GoalState> Watch(IGoalWatcher watcher);

    /// <summary>Ends the subscription of a watcher.</summary>
    [Alias("Unwatch")]
    Task Unwatch(IGoalWatcher watcher);
}
