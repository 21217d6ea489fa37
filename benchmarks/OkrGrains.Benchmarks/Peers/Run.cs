using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Benchmarks.Workloads;

namespace OkrGrains.Benchmarks.Peers;

/// <summary>One run of one peer.</summary>
/// <param name="Workload">What is sent.</param>
/// <param name="Durations">For how long.</param>
/// <param name="Seed">Draws the readings.</param>
/// <param name="GroupReadings">About how many readings a peer commits together that takes groups from the process that sends; at least a batch.</param>
/// <param name="Folder">An empty folder for the store.</param>
internal sealed record Run(Workload Workload, Durations Durations, int Seed, int GroupReadings, string Folder)
{
    public int BatchesInGroup => Math.Max(1, GroupReadings / Workload.BatchReadings);
}
