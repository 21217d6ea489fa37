using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using OkrGrains.Api;
using OkrGrains.Grains;
using OkrGrains.Grains.Time;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.TestKit.Disks;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace OkrGrains.TestKit.Clusters;

/// <summary>Silos that share nothing but a store, each with a gRPC edge of its own.</summary>
public sealed class OkrCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _silos;
    private readonly ServiceProvider _shared;
    private readonly GoalClock _clock;
    private readonly Func<InProcessSiloHandle, Task<OkrEdge>> _startEdge;
    private readonly List<Node> _nodes = [];
    private readonly TempFolder? _ownFolder;

    private OkrCluster(OkrClusterOptions options, GoalClock clock, ServiceProvider shared, TempFolder? ownFolder)
    {
        _shared = shared;
        _ownFolder = ownFolder;
        _clock = clock;
        Store = options.WrapStore(shared.GetRequiredService<IGoalStore>());
        var builder = new InProcessTestClusterBuilder(options.Silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddGoalStore(Store);
            silo.Services.AddSingleton(_clock);
            silo.Services.AddLogging(options.Logging ?? (_ => { }));
            silo.Services.AddOkrGrains();
        });
        _silos = builder.Build();
        _startEdge = silo => OkrEdge.StartAsync(
            silo.ServiceProvider, _clock, options.Urls.ElementAtOrDefault(_nodes.Count) ?? "http://127.0.0.1:0", options);
    }

    /// <summary>The store that the silos share.</summary>
    public IGoalStore Store { get; }

    /// <summary>Starts a cluster in a folder of its own, which goes with it.</summary>
    /// <param name="silos">How many silos.</param>
    /// <param name="now">What the goal clock shows, for good.</param>
    /// <param name="limits">Changes limits of the edges.</param>
    public static Task<OkrCluster> StartAsync(int silos, Instant now, Action<ApiOptions>? limits = null) =>
        StartAsync(new OkrClusterOptions { Silos = (short)silos, Now = now, Limits = limits });

    /// <summary>Starts a cluster.</summary>
    public static async Task<OkrCluster> StartAsync(OkrClusterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var ownFolder = options.Directory is null ? new TempFolder() : null;
        var clock = new GoalClock(options.Time, options.Now);
        var shared = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddSingleton<AcceptanceClock>(() => clock.Now).AddGoalStore(store => store.Directory = options.Directory ?? ownFolder!.Path).BuildServiceProvider();
        var cluster = new OkrCluster(options, clock, shared, ownFolder);
        await cluster._silos.DeployAsync();
        foreach (var silo in cluster._silos.Silos)
        {
            await cluster.AddAsync(silo);
        }

        return cluster;
    }

    /// <summary>A connection to the edge of a living silo; the numbers wrap around.</summary>
    public GrpcChannel Channel(int silo) => _nodes[silo % _nodes.Count].Edge.Channel;

    /// <summary>Where the edge of a silo listens; the numbers wrap around.</summary>
    public string Address(int silo) => "http://" + Channel(silo).Target;

    /// <summary>Ends a silo as a crash would, with its edge.</summary>
    public Task KillAsync(int silo) => EndAsync(silo, _silos.KillSiloAsync);

    /// <summary>Ends a silo in good order, with its edge.</summary>
    public Task StopAsync(int silo) => EndAsync(silo, _silos.StopSiloAsync);

    /// <summary>Adds a silo with an edge, behind the others.</summary>
    public async Task AddSiloAsync() => await AddAsync(await _silos.StartAdditionalSiloAsync());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.Edge.DisposeAsync();
        }

        await _silos.DisposeAsync();
        await _shared.DisposeAsync();
        _ownFolder?.Dispose();
    }

    private async Task AddAsync(InProcessSiloHandle silo) => _nodes.Add(new Node(silo, await _startEdge(silo)));

    private async Task EndAsync(int silo, Func<InProcessSiloHandle, Task> end)
    {
        var node = _nodes[silo];
        _nodes.RemoveAt(silo);
        await node.Edge.DisposeAsync();
        await end(node.Silo);
    }

    private sealed record Node(InProcessSiloHandle Silo, OkrEdge Edge);
}
