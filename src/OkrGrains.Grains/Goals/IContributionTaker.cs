using System.Collections.Immutable;
using OkrGrains.Grains.Settling;
using OkrGrains.Model.Goals;
using Orleans.Concurrency;

namespace OkrGrains.Grains.Goals;

/// <summary>A grain that others contribute to. It never calls them, and never makes them wait for what is above it.</summary>
public interface IContributionTaker : IGrainWithStringKey
{
    /// <summary>Takes contributions of children. Those that are not newer than what is held are ignored.</summary>
    /// <returns>
    /// Whether the grain holds just these now. A sum of positions does not order everything: what it has loaded may pass for newer.
    /// </returns>
    [Alias("Contribute")]
    Task<bool> Contribute(ImmutableArray<Contribution> contributions);

    /// <summary>
    /// Takes contributions, and passes on what results, changed or not, as does everything above: a second activation of a grain on the
    /// way may have kept what it was told to itself.
    /// </summary>
    /// <returns>As <see cref="Contribute"/>.</returns>
    [Alias("ContributeAgain")]
    Task<bool> ContributeAgain(ImmutableArray<Contribution> contributions);

    /// <summary>
    /// Answers once the grain holds every expected version or a newer one, and sees to it that its own parents get the version that
    /// results, changed or not.
    /// </summary>
    /// <exception cref="TimeoutException">The versions did not arrive in time.</exception>
    [Alias("Settle"), AlwaysInterleave]
    Task<Settled> Settle(ImmutableArray<Expected> expected);

    /// <summary>Reloads the definition if it holds one that is older than a revision, computes anew and passes the result on.</summary>
    [Alias("Redefine")]
    Task Redefine(long revision);
}
