namespace OkrGrains.Benchmarks.Peers.Grouped;

/// <summary>A connection to a peer that takes batches in groups.</summary>
internal interface IGroupStore
{
    /// <summary>Commits a group. Completes once the group is durable and every sum above it is correct.</summary>
    Task CommitAsync(IReadOnlyList<Batch> group);
}
