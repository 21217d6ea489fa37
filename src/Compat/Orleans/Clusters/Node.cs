using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>A silo, or the client of a test cluster: whoever calls grains and owns observers.</summary>
internal class Node(Cluster cluster, string name, SiloMessagingOptions messaging)
{
    private volatile bool _alive;

    internal Cluster Cluster { get; } = cluster;

    internal string Name { get; } = name;

    internal bool IsAlive
    {
        get => _alive;
        set => _alive = value;
    }

    /// <summary>How long its calls wait for an answer, in ticks of the machine's clock.</summary>
    internal long ResponseTicks { get; } =
        (long)(messaging.ResponseTimeout.TotalSeconds * TimeProvider.System.TimestampFrequency);

    /// <summary>How many requests may wait for one target.</summary>
    internal int MaxWaiting { get; } = messaging.MaxEnqueuedRequestsHardLimit;
}
