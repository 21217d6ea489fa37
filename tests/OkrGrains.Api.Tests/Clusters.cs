using OkrGrains.Model.Time;
using OkrGrains.TestKit.Clusters;

namespace OkrGrains.Api.Tests;

/// <summary>The clusters that all tests share, one of each size. Each test has a workspace of its own.</summary>
public sealed class Clusters : IAsyncLifetime
{
    public static readonly Instant Now = Instant.Parse("2026-02-15T12:00:00Z");

    private readonly Dictionary<int, Task<OkrCluster>> _clusters = [];
    private int _workspaces;

    internal async Task<Bench> OpenAsync(int silos)
    {
        Task<OkrCluster> cluster;
        lock (_clusters)
        {
            if (!_clusters.TryGetValue(silos, out cluster!))
            {
                _clusters[silos] = cluster = OkrCluster.StartAsync(silos, Now);
            }
        }

        return await Bench.OpenAsync(await cluster, $"w{Interlocked.Increment(ref _workspaces)}");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var cluster in _clusters.Values)
        {
            await (await cluster).DisposeAsync();
        }
    }
}

[CollectionDefinition(Name)]
public sealed class ClusterTests : ICollectionFixture<Clusters>
{
    public const string Name = "clusters";
}
