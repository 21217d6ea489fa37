using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>The silo of this container.</summary>
public interface ILocalSiloDetails
{
    string Name { get; }

    SiloAddress SiloAddress { get; }
}

/// <summary>Names a silo, one started later under the same name too; no port is opened.</summary>
public sealed class SiloAddress
{
    private readonly string _name;

    internal SiloAddress(string name) => _name = name;

    public override string ToString() => _name;
}

/// <summary>One silo: a dependency injection container of its own that hosts grains.</summary>
internal sealed class Silo(
    Cluster cluster,
    IServiceProvider services,
    TimeProvider time,
    ILogger<Silo> log,
    IOptions<SiloOptions> silo,
    IOptions<GrainCollectionOptions> collection,
    IOptions<SiloMessagingOptions> messaging)
    : Node(cluster, silo.Value.SiloName, messaging.Value), ILocalSiloDetails, IHostedService
{
    private ITimer? _collector;

    string ILocalSiloDetails.Name => Name;

    public SiloAddress SiloAddress { get; } = new(silo.Value.SiloName);

    internal IServiceProvider Services { get; } = services;

    internal TimeProvider Time { get; } = time;

    internal ILogger Log { get; } = log;

    internal GrainCollectionOptions Collection { get; } = collection.Value;

    private IEnumerable<Activation> Activations => Cluster.Activations.Where(activation => activation.Silo == this);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Cluster.Join(this);
        _collector = Time.CreateTimer(
            static silo => ((Silo)silo!).Collect(), this, Collection.CollectionQuantum, Collection.CollectionQuantum);
        Log.SiloStarted(SiloAddress);
        return Task.CompletedTask;
    }

    /// <summary>Deactivates every grain and waits; cancelled, what is left is lost as in a crash.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!IsAlive)
            return;

        Cluster.Retire(this);
        try
        {
            await DeactivateAllAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }

        Kill();
    }

    internal void Kill()
    {
        _collector?.Dispose();
        Cluster.Remove(this);
        Log.SiloStopped(SiloAddress);
    }

    private async Task DeactivateAllAsync(CancellationToken cancellation)
    {
        // Again until none is left: a grain that is being placed just now may still appear.
        while (Activations.ToList() is { Count: > 0 } left)
        {
            left.ForEach(activation => activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "The silo shuts down.")));
            await Task.WhenAll(left.Select(activation => activation.Ended)).WaitAsync(cancellation);
        }
    }

    private void Collect()
    {
        var now = Time.GetUtcNow();
        foreach (var activation in Activations)
            activation.CollectIfIdle(now, Collection.CollectionAge);
    }
}
