using System.Collections.Immutable;
using System.Collections.ObjectModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>Several silos and a client in one process: they share nothing but what tests give them.</summary>
public sealed class InProcessTestCluster : IDisposable, IAsyncDisposable
{
    private const int BasePort = 20_000;

    private readonly Cluster _cluster = new();
    private ImmutableList<InProcessSiloHandle> _silos = [];
    private int _started;
    private IHost? _clientHost;
    private ClientNode? _client;
    private GrainFactory? _factory;

    internal InProcessTestCluster(InProcessTestClusterOptions options) => Options = options;

    public InProcessTestClusterOptions Options { get; }

    public ReadOnlyCollection<InProcessSiloHandle> Silos => new(_silos);

    public IClusterClient Client => _factory
        ?? throw new InvalidOperationException("The client is unavailable: the cluster is not deployed or has been stopped.");

    public async Task DeployAsync()
    {
        if (_started > 0)
            throw new InvalidOperationException("The cluster is already deployed.");

        for (var i = 0; i < Options.InitialSilosCount; i++)
            await StartAdditionalSiloAsync();

        await StartClientAsync();
    }

    public async Task<InProcessSiloHandle> StartAdditionalSiloAsync()
    {
        var port = BasePort + (2 * _started);
        var silo = await CreateSiloAsync(
            new InProcessTestSiloSpecificOptions { SiloName = $"Silo_{_started}", SiloPort = port, GatewayPort = port + 1 });
        silo.InstanceNumber = (short)_started++;
        _silos = _silos.Add(silo);
        return silo;
    }

    public Task StopSiloAsync(InProcessSiloHandle instance) => StopSiloAsync(instance, gracefully: true);

    /// <summary>Ends a silo as a crash would.</summary>
    public Task KillSiloAsync(InProcessSiloHandle instance) => StopSiloAsync(instance, gracefully: false);

    public async Task StopAllSilosAsync()
    {
        if (_clientHost is not null)
        {
            await _clientHost.StopAsync();
            _cluster.Remove(_client!);
            _clientHost.Dispose();
            (_clientHost, _client, _factory) = (null, null, null);
        }

        foreach (var silo in Silos)
            await StopSiloAsync(silo);
    }

    public IEnumerable<InProcessSiloHandle> GetActiveSilos() => Silos.Where(silo => silo.IsActive);

    /// <summary>Every silo knows of a change at once here.</summary>
    public Task WaitForLivenessToStabilizeAsync(bool didKill = false) => Task.CompletedTask;

    public Task WaitForDeactivationAsync(IAddressable grain) =>
        _cluster.TryFind(grain.GetGrainId(), out var activation) ? activation!.Deactivated : Task.CompletedTask;

    public async Task DeactivateAsync(IAddressable grain)
    {
        if (_cluster.TryFind(grain.GetGrainId(), out var activation))
        {
            activation!.Deactivate(new(DeactivationReasonCode.ApplicationRequested, "DeactivateAsync was called."));
            await activation.Deactivated;
        }
    }

    /// <summary>Deactivates the grain and activates it on the target, or on any other silo; without another silo it stays.</summary>
    public async Task MigrateAsync(IAddressable grain, SiloAddress? targetSilo = null)
    {
        if (_cluster.TryFind(grain.GetGrainId(), out var activation)
            && activation!.TryMigrate(_cluster.Silos.FirstOrDefault(silo => silo.SiloAddress.Equals(targetSilo))))
        {
            await activation.Deactivated;
        }
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        await StopAllSilosAsync();
        _cluster.Dispose();
    }

    private static HostApplicationBuilder CreateHost(string name) => Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
    {
        ApplicationName = name,
        EnvironmentName = Environments.Development,
        DisableDefaults = true,
    });

    private async Task StartClientAsync()
    {
        var builder = CreateHost("TestClusterClient");
        Options.ClientHostConfigurationDelegates.ForEach(configure => configure(builder));
        builder.Services.AddSingleton<IClusterClient>(_ => Client);
        builder.Services.AddSingleton<IGrainFactory>(_ => Client);
        var host = builder.Build();
        var timeout = host.Services.GetRequiredService<IOptions<ClientMessagingOptions>>().Value.ResponseTimeout;
        _client = new ClientNode(_cluster, host.Services, timeout, host.Services.GetRequiredService<ILogger<ClientNode>>());
        _cluster.Join(_client);
        _factory = new GrainFactory(_client);
        _clientHost = host;
        await host.StartAsync();
    }

    private async Task<InProcessSiloHandle> CreateSiloAsync(InProcessTestSiloSpecificOptions siloOptions)
    {
        var builder = CreateHost(siloOptions.SiloName);
        builder.Services.AddSingleton(_cluster);
        foreach (var configure in Options.SiloHostConfigurationDelegates)
            configure(siloOptions, builder);

        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (Options.ClusterId, Options.ServiceId))
            .Configure<SiloOptions>(options => options.SiloName = siloOptions.SiloName)
            .Configure<EndpointOptions>(options => (options.SiloPort, options.GatewayPort) = (siloOptions.SiloPort, siloOptions.GatewayPort)));
        var host = builder.Build();
        await host.StartAsync();
        var details = host.Services.GetRequiredService<ILocalSiloDetails>();
        return new InProcessSiloHandle
        {
            Name = details.Name,
            SiloHost = host,
            SiloAddress = details.SiloAddress,
            GatewayAddress = details.GatewayAddress,
        };
    }

    private async Task StopSiloAsync(InProcessSiloHandle instance, bool gracefully)
    {
        try
        {
            await instance.StopSiloAsync(gracefully);
        }
        finally
        {
            _silos = _silos.Remove(instance);
            await instance.DisposeAsync();
        }
    }
}
