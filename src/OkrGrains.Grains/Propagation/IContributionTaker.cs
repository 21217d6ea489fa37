using System.Collections.Immutable;
using OkrGrains.Grains.Queries;
using OkrGrains.Model.Goals;
using Orleans.Concurrency;

namespace OkrGrains.Grains.Propagation;

/// <summary>
/// A grain that others contribute to. It never calls the grains below it, and never makes them wait for what is above it.
/// </summary>
public interface IContributionTaker : IGrainWithStringKey
{
    /// <summary>Takes contributions of children and ignores those that are not newer than the ones held.</summary>
    /// <returns>
    /// True if the grain now holds exactly these contributions. If false, the child must not count them as delivered: a version holds a sum
    /// of positions, which does not order everything, so that what the grain has loaded may wrongly pass for newer.
    /// </returns>
    [Alias("Contribute")]
    Task<bool> Contribute(ImmutableArray<Contribution> contributions);

    /// <summary>
    /// Takes contributions, and has the result passed on all the way up, changed or not: a second activation of a grain on the way may have
    /// taken the earlier ones without passing them on.
    /// </summary>
    /// <returns>The same as for <see cref="Contribute"/>.</returns>
    [Alias("ContributeAgain")]
    Task<bool> ContributeAgain(ImmutableArray<Contribution> contributions);

    /// <summary>
    /// Answers once the grain holds every expected version or a newer one, and makes sure that its own parents get the resulting version,
    /// changed or not.
    /// </summary>
    /// <param name="expected">The versions to wait for.</param>
    /// <param name="cancellation">Ends the wait: the caller has given up.</param>
    /// <exception cref="TimeoutException">The versions did not arrive within 20 s.</exception>
    [Alias("ReadAtLeast"), AlwaysInterleave]
    Task<ReadAtLeastResult> ReadAtLeast(ImmutableArray<Expected> expected, CancellationToken cancellation);

    /// <summary>Reloads the definition if the one held is older than a revision, evaluates the goal and passes the result on.</summary>
    [Alias("Redefine")]
    Task Redefine(long revision);
}
