using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks.Peers;

/// <summary>A peer with a workload, to be compared with others.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Peer">The peer that runs.</param>
/// <param name="Workload">The workload that is sent to it.</param>
internal sealed record Contestant(string Name, IPeer Peer, Workload Workload);
