using OkrGrains.Grains.CheckIns;
using OkrGrains.Grains.Watching;
using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Goals;

/// <summary>
/// What every goal's grain does. It owns the goal's figures, takes what its children contribute and passes its own contribution on.
/// </summary>
public interface IGoalGrain : IContributionTaker
{
    /// <summary>The goal as this grain knows it, its figures taken at an instant that the goal clock has shown.</summary>
    [Alias("Read")]
    Task<GoalState> Read(Instant at);

    /// <summary>Brings the goal to what the goal clock shows, and passes its contribution on, changed or not.</summary>
    [Alias("Refresh")]
    Task Refresh();

    /// <summary>Brings the goal to what the goal clock shows, and tells parents and watchers of what that changes.</summary>
    [Alias("Turn")]
    Task Turn();

    /// <summary>Keeps a check-in on a key result or an objective, and its reading if it brings one, and answers once both are durable.</summary>
    [Alias("CheckIn")]
    Task<CheckedIn> CheckIn(CheckInEntry entry);

    /// <summary>
    /// Reloads the goal if it is older than what is stored, which another activation has written, and has it passed on all the way up,
    /// changed or not.
    /// </summary>
    /// <param name="revision">The goal's revision.</param>
    [Alias("PassOnAgain")]
    Task PassOnAgain(long revision);

    /// <summary>Tells a watcher of every change until it is renewed no more. Also renews.</summary>
    /// <returns>The goal as it is now.</returns>
    [Alias("Watch")]
    Task<GoalState> Watch(IGoalWatcher watcher);

    /// <summary>Tells a watcher no more.</summary>
    [Alias("Unwatch")]
    Task Unwatch(IGoalWatcher watcher);
}
