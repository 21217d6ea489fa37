using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>One silo: a dependency injection container of its own that hosts grains.</summary>
internal sealed class Silo : Node, ILocalSiloDetails
{
    /// <summary>Upstream has no limit by default; a queue without one is refused here.</summary>
    internal const int DefaultMaxWaiting = 10_000;

    private readonly string _clusterId;
    private ITimer? _collector;

    public Silo(
        Cluster cluster,
        IServiceProvider services,
        TimeProvider time,
        ILogger<Silo> log,
        IOptions<SiloOptions> silo,
        IOptions<EndpointOptions> endpoint,
        IOptions<ClusterOptions> options,
        IOptions<GrainCollectionOptions> collection,
        IOptions<SiloMessagingOptions> messaging)
        : base(cluster, silo.Value.SiloName ?? "Silo", services, log)
    {
        Time = time;
        Collection = collection.Value;
        _clusterId = options.Value.ClusterId;
        ResponseTimeout = messaging.Value.ResponseTimeout;
        MaxWaiting = messaging.Value.MaxEnqueuedRequestsHardLimit is > 0 and var limit ? limit : DefaultMaxWaiting;
        var generation = (int)(TimeProvider.System.GetUtcNow() - new DateTimeOffset(2022, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds;
        SiloAddress = SiloAddress.New(endpoint.Value.AdvertisedIPAddress, endpoint.Value.SiloPort, generation);
        GatewayAddress = SiloAddress.New(endpoint.Value.AdvertisedIPAddress, endpoint.Value.GatewayPort, generation);
    }

    string ILocalSiloDetails.Name => Name;

    string ILocalSiloDetails.ClusterId => _clusterId;

    string ILocalSiloDetails.DnsHostName => Environment.MachineName;

    public SiloAddress SiloAddress { get; }

    public SiloAddress GatewayAddress { get; }

    internal TimeProvider Time { get; }

    internal GrainCollectionOptions Collection { get; }

    internal override TimeSpan ResponseTimeout { get; }

    internal override int MaxWaiting { get; }

    internal void Start()
    {
        Cluster.Join(this);
        _collector = Time.CreateTimer(
            static silo => ((Silo)silo!).Collect(), this, Collection.CollectionQuantum, Collection.CollectionQuantum);
        Log.SiloStarted(Name, SiloAddress);
    }

    /// <summary>Deactivates every grain and waits; cancelled, what is left is lost as in a crash.</summary>
    internal async Task StopAsync(CancellationToken cancellation)
    {
        if (!IsAlive)
            return;

        _collector?.Dispose();
        try
        {
            if (!cancellation.IsCancellationRequested)
            {
                Cluster.Retire(this);
                await DeactivateAllAsync().WaitAsync(cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }

        Cluster.Remove(this);
        Log.SiloStopped(Name, SiloAddress);
    }

    private async Task DeactivateAllAsync()
    {
        // Again until none is left: a grain that is being placed just now may still appear.
        while (Cluster.Activations.Where(activation => activation.Silo == this).ToList() is { Count: > 0 } left)
        {
            left.ForEach(activation => activation.Deactivate(
                new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The silo shuts down."), migrateTo: null));
            await Task.WhenAll(left.Select(activation => activation.Deactivated));
        }
    }

    private void Collect()
    {
        var now = Time.GetUtcNow();
        foreach (var activation in Cluster.Activations.Where(activation => activation.Silo == this))
            activation.CollectIfIdle(now, Collection.CollectionAge);
    }
}
