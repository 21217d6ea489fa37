using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks.Peers;

/// <summary>One run of one peer.</summary>
/// <param name="Workload">The workload that is sent.</param>
/// <param name="Durations">The durations of the warm-up and of the measurement.</param>
/// <param name="Seed">The seed from which the readings are drawn.</param>
/// <param name="GroupReadings">
/// The approximate number of readings in a group, for peers that take groups of batches; at least one batch.
/// </param>
/// <param name="Folder">An empty folder for the store.</param>
internal sealed record Run(Workload Workload, Durations Durations, int Seed, int GroupReadings, string Folder)
{
    public int BatchesInGroup => Math.Max(1, GroupReadings / Workload.BatchReadings);
}
