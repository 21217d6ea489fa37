using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Time;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using Orleans.TestingHost;

namespace OkrGrains.Grains.Tests;

/// <summary>A cluster of silos that share nothing but a store.</summary>
internal sealed class GoalCluster : IAsyncDisposable
{
    private readonly string _folder;
    private readonly bool _ownsFolder;
    private ServiceProvider _shared;

    private GoalCluster(InProcessTestCluster silos, ServiceProvider shared, string folder, bool ownsFolder)
    {
        Silos = silos;
        _shared = shared;
        _folder = folder;
        _ownsFolder = ownsFolder;
    }

    public InProcessTestCluster Silos { get; private set; }

    public IGoalStore Store => _shared.GetRequiredService<IGoalStore>();

    /// <param name="silos">The number of silos.</param>
    /// <param name="now">The instant that the goal clock shows.</param>
    /// <param name="folder">The folder of the store; null for a new folder that is deleted with the cluster.</param>
    /// <param name="wrap">Wraps the store; called once, since all silos share what it returns. Null for none.</param>
    /// <param name="time">The time that the goal clock follows, in place of standing at <paramref name="now"/>.</param>
    /// <param name="repeat">The period at which reconciliation passes on what was committed; 200 ms by default.</param>
    public static async Task<GoalCluster> StartAsync(
        int silos,
        Instant now,
        string? folder = null,
        Func<IGoalStore, IGoalStore>? wrap = null,
        TimeProvider? time = null,
        TimeSpan? repeat = null)
    {
        GoalClock ClockOf() => time is null ? new GoalClock(TimeProvider.System, now) : new GoalClock(time);
        var clock = ClockOf();
        var path = folder ?? System.IO.Directory.CreateTempSubdirectory("okr-grains-").FullName;
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddSingleton<AcceptanceClock>(() => clock.Now).AddGoalStore(options => options.Directory = path).BuildServiceProvider();
        var own = services.GetRequiredService<IGoalStore>();

        // Made here, not in the configuration of a silo: silos are configured side by side, and each would race to make one.
        var store = wrap is null ? own : wrap(own);
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddGoalStore(store);
            // Each silo has a clock of its own: a move reaches it through the store.
            silo.Services.AddSingleton(ClockOf());
            silo.Services.AddOkrGrains();
            silo.Services.Configure<ReconciliationOptions>(options =>
            {
                options.StalePeriod = repeat ?? options.StalePeriod;
                options.RepeatPeriod = repeat ?? TimeSpan.FromMilliseconds(200);
            });
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new GoalCluster(cluster, services, path, folder is null);
    }

    /// <summary>Stops all silos and the store, and starts as many again on the same folder, with a pinned clock.</summary>
    public async Task RestartAsync(Instant now)
    {
        var silos = Silos.Silos.Count;
        await StopAsync();
        var again = await StartAsync(silos, now, _folder);
        Silos = again.Silos;
        _shared = again._shared;
    }

    /// <summary>Returns a service of a silo that is alive; the numbers wrap around.</summary>
    public T Of<T>(int silo)
        where T : notnull
    {
        InProcessSiloHandle[] alive = [.. Silos.Silos.Where(one => one.IsActive)];
        return alive[silo % alive.Length].ServiceProvider.GetRequiredService<T>();
    }

    public Task<Applied> ApplyAsync(
        byte[] plan, bool prune = false, int silo = 0, string workspace = "", long? known = null, string author = "test") =>
        ApplyAsync([plan], prune, silo, workspace, known, author);

    /// <summary>Applies the files of several parts of a workspace together.</summary>
    public Task<Applied> ApplyAsync(
        IReadOnlyList<byte[]> plans, bool prune = false, int silo = 0, string workspace = "", long? known = null, string author = "test") =>
        Of<IGrainFactory>(silo).GetGrain<IWorkspaceGrain>(workspace.Length > 0 ? workspace : "any")
            .Apply(new PlanChange([.. plans.Select(ImmutableCollectionsMarshal.AsImmutableArray)], prune, author, "") { Known = known });

    /// <summary>Returns one goal with what is on record of it, once it holds everything that was acknowledged.</summary>
    public async Task<GoalState> StateAsync(string workspace, GoalName goal, int silo = 0)
    {
        var directory = await DirectoryAsync(workspace, silo);
        var states = await Of<TreeReader>(silo).ReadAsync(directory, [directory.ByName[goal]], upToDate: true, CancellationToken.None);
        return states[0];
    }

    /// <summary>Sends readings in batches, and completes once they are durable.</summary>
    public async Task PushAsync(
        string workspace, IReadOnlyList<(GoalName Goal, Instant Time, double Value)> readings, int batch, int silo = 0, string producer = "test")
    {
        var directory = await DirectoryAsync(workspace, silo);
        using var session = await Of<IngestGateway>(silo).OpenAsync(workspace, producer, acknowledged: 0, CancellationToken.None);
        var submitted = new List<Task<Submitted>>();
        for (var first = 0; first < readings.Count; first += batch)
        {
            var routed = new List<RoutedReading>();
            for (var i = first; i < Math.Min(first + batch, readings.Count); i++)
            {
                var (goal, time, value) = readings[i];
                routed.Add(new RoutedReading(session.SenderTo(directory.ByName[goal].Address), time, value, session.LastSequence + i + 1));
            }

            submitted.Add(session.SubmitAsync(CollectionsMarshal.AsSpan(routed), routed[^1].Sequence));
        }

        Assert.All(await Task.WhenAll(submitted), one => Assert.Empty(one.NotTaken));
    }

    /// <summary>Moves the clock of all silos.</summary>
    public Task MoveClockAsync(Instant to, int silo = 0) => Of<ClockMoves>(silo).MoveAsync(to, CancellationToken.None);

    /// <summary>Deactivates every goal of a workspace.</summary>
    public async Task ForgetAsync(string workspace)
    {
        var directory = await DirectoryAsync(workspace);
        var grains = directory.Goals.Select(goal => GrainsOfGoals.Of(Of<IGrainFactory>(0), goal.Address)).ToList();

        // The waits begin first: begun afterwards they might be for the next activation, which stays.
        Task[] ended = [.. grains.Select(Silos.WaitForDeactivationAsync)];
        await Task.WhenAll(grains.Select(Silos.DeactivateAsync));
        await Task.WhenAll(ended);
    }

    /// <summary>
    /// Returns the whole tree in the shape of an evaluation, once it holds everything that was acknowledged unless
    /// <paramref name="upToDate"/> is false.
    /// </summary>
    public async Task<Evaluation> TreeAsync(string workspace, Instant at, int silo = 0, bool upToDate = true)
    {
        var directory = await DirectoryAsync(workspace, silo);
        var states = await Of<TreeReader>(silo).ReadAsync(directory, directory.Goals, upToDate, CancellationToken.None);
        Assert.All(states, state => Assert.Equal(at, state.At));
        IReadOnlyList<EvaluatedGoal> Those(GoalKind kind) =>
            [.. states.Where(state => state.Goal.Kind == kind)
                .Select(state => new EvaluatedGoal(directory.ByNumber[state.Goal.Number].Row.Name.Id, state.Figures!))];
        return new Evaluation(at, [.. Those(GoalKind.Kpi)], [.. Those(GoalKind.KeyResult)], [.. Those(GoalKind.Objective)]);
    }

    public async Task<WorkspaceDirectory> DirectoryAsync(string workspace, int silo = 0) =>
        await Of<GoalDirectory>(silo).FindAsync(workspace, CancellationToken.None)
            ?? throw new InvalidOperationException($"There is no workspace {workspace}.");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_ownsFolder)
        {
            System.IO.Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task StopAsync()
    {
        await Silos.DisposeAsync();
        await _shared.DisposeAsync();
    }
}
