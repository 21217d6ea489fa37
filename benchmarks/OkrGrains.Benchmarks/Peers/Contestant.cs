using OkrGrains.Benchmarks.Workloads;

namespace OkrGrains.Benchmarks.Peers;

/// <summary>A peer under a workload, which is compared with others.</summary>
/// <param name="Name">As in the table.</param>
/// <param name="Peer">What runs.</param>
/// <param name="Workload">What is sent to it.</param>
internal sealed record Contestant(string Name, IPeer Peer, Workload Workload);
