using System.Collections.Immutable;
using OkrGrains.Grains.Settling;
using OkrGrains.Grains.Watching;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using Orleans.Concurrency;

namespace OkrGrains.Grains.Goals;

/// <summary>
/// What every goal's grain does. It owns the goal's figures, takes what its children contribute and passes its own contribution on;
/// it never calls a child, and never makes a caller wait for an ancestor.
/// </summary>
public interface IGoalGrain : IGrainWithStringKey
{
    /// <summary>The goal as this grain knows it, its figures taken at <paramref name="at"/> or, if later, at what the clock shows here.</summary>
    [Alias("Read")]
    Task<GoalState> Read(Instant at);

    /// <summary>Takes contributions of children. Those that are not newer than what is held are ignored.</summary>
    [Alias("Contribute")]
    Task Contribute(ImmutableArray<Contribution> contributions);

    /// <summary>
    /// Answers once the grain holds every expected version or a newer one, and sees to it that its own parents get the version that
    /// results, changed or not.
    /// </summary>
    /// <exception cref="TimeoutException">The versions did not arrive in time.</exception>
    [Alias("Settle"), AlwaysInterleave]
    Task<Settled> Settle(ImmutableArray<Expected> expected, CancellationToken cancellation);

    /// <summary>Reloads the definition if it holds one that is older than a revision, computes anew and passes the result on.</summary>
    [Alias("Redefine")]
    Task Redefine(long revision);

    /// <summary>Brings the goal to what the goal clock shows, and passes its contribution on, changed or not.</summary>
    [Alias("Refresh")]
    Task Refresh();

    /// <summary>Tells a watcher of every change from now on, until it is renewed no more. Also renews.</summary>
    /// <returns>The goal as it is now.</returns>
    [Alias("Watch")]
    Task<GoalState> Watch(IGoalWatcher watcher);

    /// <summary>Tells a watcher no more.</summary>
    [Alias("Unwatch")]
    Task Unwatch(IGoalWatcher watcher);
}
