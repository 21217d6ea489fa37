using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>A silo or a client: whoever may call grains and own observers.</summary>
internal abstract class Node(Cluster cluster, string name, IServiceProvider services, ILogger log)
{
    private volatile bool _alive;

    internal Cluster Cluster { get; } = cluster;

    internal string Name { get; } = name;

    /// <summary>Different for each start of a silo of one name.</summary>
    internal string Id { get; } = Guid.NewGuid().ToString("N");

    internal IServiceProvider Services { get; } = services;

    internal ILogger Log { get; } = log;

    internal bool IsAlive
    {
        get => _alive;
        set => _alive = value;
    }

    internal abstract TimeSpan ResponseTimeout { get; }

    /// <summary>How many requests may wait for one target.</summary>
    internal abstract int MaxWaiting { get; }
}

/// <summary>A member of the cluster that hosts no grains.</summary>
internal sealed class ClientNode(Cluster cluster, IServiceProvider services, TimeSpan responseTimeout, ILogger log)
    : Node(cluster, "client", services, log)
{
    internal override TimeSpan ResponseTimeout => responseTimeout;

    internal override int MaxWaiting => Silo.DefaultMaxWaiting;
}
