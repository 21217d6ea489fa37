using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
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

    private readonly List<InProcessSiloHandle> _silos = [];
    private readonly Cluster _cluster = new();
    private int _started;
    private IHost? _clientHost;
    private ClientNode? _client;
    private GrainFactory? _factory;

    internal InProcessTestCluster(InProcessTestClusterOptions options) => Options = options;

    public InProcessTestClusterOptions Options { get; }

    public ReadOnlyCollection<InProcessSiloHandle> Silos
    {
        get
        {
            lock (_silos)
            {
                return new List<InProcessSiloHandle>(_silos).AsReadOnly();
            }
        }
    }

    public IClusterClient Client => _factory
        ?? throw new InvalidOperationException("The client is unavailable: the cluster is not deployed or has been stopped.");

    public async Task DeployAsync()
    {
        if (_started > 0)
        {
            throw new InvalidOperationException("The cluster is already deployed.");
        }

        await StartSilosAsync(Options.InitialSilosCount);
        if (Options.InitializeClientOnDeploy)
        {
            await InitializeClientAsync();
        }
    }

    public async Task InitializeClientAsync()
    {
        await StopClusterClientAsync();
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

    public async Task<InProcessSiloHandle> StartAdditionalSiloAsync() => (await StartSilosAsync(1)).Single();

    public async Task<List<InProcessSiloHandle>> StartSilosAsync(int silosToStart)
    {
        var started = new List<InProcessSiloHandle>();
        for (var i = 0; i < silosToStart; i++)
        {
            started.Add(await StartSiloAsync(_started, Options));
            lock (_silos)
            {
                _silos.Add(started[^1]);
            }
        }

        return started;
    }

    /// <summary>Starts a silo that the cluster's list of silos does not hold, as upstream.</summary>
    public async Task<InProcessSiloHandle> StartSiloAsync(int instanceNumber, InProcessTestClusterOptions clusterOptions)
    {
        var port = BasePort + (2 * Interlocked.Increment(ref _started));
        return await CreateSiloAsync(
            new InProcessTestSiloSpecificOptions { SiloName = $"Silo_{instanceNumber}", SiloPort = port, GatewayPort = port + 1 },
            (short)instanceNumber);
    }

    public Task StopSiloAsync(InProcessSiloHandle instance) => StopSiloAsync(instance, gracefully: true);

    /// <summary>Ends a silo as a crash would.</summary>
    public Task KillSiloAsync(InProcessSiloHandle instance) => StopSiloAsync(instance, gracefully: false);

    public async Task<InProcessSiloHandle?> RestartSiloAsync(InProcessSiloHandle instance)
    {
        await StopSiloAsync(instance);
        var restarted = await StartSiloAsync(instance.InstanceNumber, Options);
        lock (_silos)
        {
            _silos.Add(restarted);
        }

        return restarted;
    }

    public async Task StopClusterClientAsync()
    {
        if (_clientHost is null)
        {
            return;
        }

        await _clientHost.StopAsync();
        _cluster.Remove(_client!);
        _clientHost.Dispose();
        (_clientHost, _client, _factory) = (null, null, null);
    }

    public async Task StopAllSilosAsync()
    {
        await StopClusterClientAsync();
        foreach (var silo in Silos)
        {
            await StopSiloAsync(silo);
        }
    }

    public IEnumerable<InProcessSiloHandle> GetActiveSilos() => Silos.Where(silo => silo.IsActive);

    public InProcessSiloHandle? GetSiloForAddress(SiloAddress siloAddress) =>
        GetActiveSilos().FirstOrDefault(silo => silo.SiloAddress.Equals(siloAddress));

    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null) => silo is null
        ? Silos[Random.Shared.Next(Silos.Count)].ServiceProvider
        : Silos.FirstOrDefault(handle => handle.SiloAddress.Equals(silo))?.ServiceProvider
            ?? throw new ArgumentException($"The provided silo address '{silo}' is unknown.");

    /// <summary>Every silo knows of a change at once here.</summary>
    public Task WaitForLivenessToStabilizeAsync(bool didKill = false) => Task.CompletedTask;

    public bool TryGetGrainContext(GrainId grainId, [NotNullWhen(true)] out IGrainContext? grainContext)
    {
        _cluster.TryFind(grainId, out var activation);
        grainContext = activation;
        return activation is not null;
    }

    public Task WaitForDeactivationAsync(GrainId grainId) =>
        TryGetGrainContext(grainId, out var context) ? context.Deactivated : Task.CompletedTask;

    public Task WaitForDeactivationAsync(IAddressable grain) => WaitForDeactivationAsync(grain.GetGrainId());

    public async Task DeactivateAsync(GrainId grainId)
    {
        if (TryGetGrainContext(grainId, out var context))
        {
            context.Deactivate(new(DeactivationReasonCode.ApplicationRequested, "DeactivateAsync was called."));
            await context.Deactivated;
        }
    }

    public Task DeactivateAsync(IAddressable grain) => DeactivateAsync(grain.GetGrainId());

    /// <summary>Deactivates the grain and activates it on the target, or on any other silo; without another silo it stays.</summary>
    public async Task MigrateAsync(GrainId grainId, SiloAddress? targetSilo = null)
    {
        if (!_cluster.TryFind(grainId, out var activation))
        {
            return;
        }

        var target = targetSilo is null
            ? _cluster.OtherSilo(grainId, activation!.Silo)
            : _cluster.Silos.FirstOrDefault(silo => silo.SiloAddress.Equals(targetSilo));
        if (target is not null && target != activation!.Silo)
        {
            activation.Migrate(target);
            await activation.Deactivated;
        }
    }

    public Task MigrateAsync(IAddressable grain, SiloAddress? targetSilo = null) => MigrateAsync(grain.GetGrainId(), targetSilo);

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

    private async Task<InProcessSiloHandle> CreateSiloAsync(InProcessTestSiloSpecificOptions siloOptions, short instanceNumber)
    {
        var builder = CreateHost(siloOptions.SiloName);
        builder.Services.AddSingleton(_cluster);
        foreach (var configure in Options.SiloHostConfigurationDelegates)
        {
            configure(siloOptions, builder);
        }

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
            InstanceNumber = instanceNumber,
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
            lock (_silos)
            {
                _silos.Remove(instance);
            }

            await instance.DisposeAsync();
        }
    }
}
