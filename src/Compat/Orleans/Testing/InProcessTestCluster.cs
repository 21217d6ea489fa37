using System.Collections.Immutable;
using System.Collections.ObjectModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>Several silos and a client in one process: they share nothing but what tests give them.</summary>
public sealed class InProcessTestCluster : IDisposable, IAsyncDisposable
{
    private readonly Cluster _cluster = new();
    private ImmutableList<InProcessSiloHandle> _silos = [];
    private int _started;
    private GrainFactory? _client;

    internal InProcessTestCluster(InProcessTestClusterOptions options) => Options = options;

    public InProcessTestClusterOptions Options { get; }

    public ReadOnlyCollection<InProcessSiloHandle> Silos => new(_silos);

    public IClusterClient Client => _client ?? throw new InvalidOperationException("The client is not initialized.");

    public async Task DeployAsync()
    {
        if (Options.InitializeClientOnDeploy)
            _client = new GrainFactory(new Node(_cluster, "Client", new SiloMessagingOptions()) { IsAlive = true });

        for (var i = 0; i < Options.InitialSilosCount; i++)
            await StartAdditionalSiloAsync();
    }

    public async Task<InProcessSiloHandle> StartAdditionalSiloAsync()
    {
        var name = $"Silo_{_started++}";
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { ApplicationName = name, EnvironmentName = Environments.Development, DisableDefaults = true });
        builder.Services.AddSingleton(_cluster);
        foreach (var configure in Options.SiloHostConfigurationDelegates)
            configure(new InProcessTestSiloSpecificOptions { SiloName = name }, builder);

        builder.UseOrleans(silo => silo.Services.Configure<SiloOptions>(options => options.SiloName = name));
        var host = builder.Build();
        await host.StartAsync();
        var handle = new InProcessSiloHandle(host);
        _silos = _silos.Add(handle);
        return handle;
    }

    public Task StopSiloAsync(InProcessSiloHandle instance) => EndAsync(instance, gracefully: true);

    /// <summary>Ends a silo as a crash would.</summary>
    public Task KillSiloAsync(InProcessSiloHandle instance) => EndAsync(instance, gracefully: false);

    /// <summary>Every silo knows of a change at once here.</summary>
    public Task WaitForLivenessToStabilizeAsync(bool didKill = false) => Task.CompletedTask;

    public Task WaitForDeactivationAsync(IAddressable grain) => _cluster.Find(grain.Id())?.Ended ?? Task.CompletedTask;

    public Task DeactivateAsync(IAddressable grain)
    {
        var activation = _cluster.Find(grain.Id());
        activation?.Deactivate(new(DeactivationReasonCode.ApplicationRequested, "DeactivateAsync was called."));
        return activation?.Ended ?? Task.CompletedTask;
    }

    /// <summary>Deactivates the grain and activates it on the target, or on any other silo; without another silo it stays.</summary>
    public Task MigrateAsync(IAddressable grain, SiloAddress? targetSilo = null)
    {
        if (_cluster.Find(grain.Id()) is not { } activation
            || (_cluster.Find(targetSilo) ?? _cluster.Place(activation.Id, otherThan: activation.Silo)) is not { } target
            || target == activation.Silo)
        {
            return Task.CompletedTask;
        }

        activation.Deactivate(new(DeactivationReasonCode.Migrating, "The grain moves to another silo."), target);
        return activation.Ended;
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
            await StopSiloAsync(silo);

        _cluster.Dispose();
    }

    private async Task EndAsync(InProcessSiloHandle silo, bool gracefully)
    {
        try
        {
            await silo.StopSiloAsync(gracefully);
        }
        finally
        {
            _silos = _silos.Remove(silo);
            await silo.DisposeAsync();
        }
    }
}
