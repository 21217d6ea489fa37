using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OkrGrains.Grains;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Time;
using OkrGrains.Grains.Watching;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Time;
using OkrGrains.Simulation.Tests.Calls;
using OkrGrains.Simulation.Tests.Checks;
using OkrGrains.Simulation.Tests.Time;
using OkrGrains.Storage;

namespace OkrGrains.Simulation.Tests.Silos;

/// <summary>A silo with the application's own services and grains; only the transport of calls is simulated.</summary>
internal sealed class SimulatedSilo
{
    private readonly World _world;
    private readonly Placement _placement;
    private readonly Network _network;
    private readonly Listener _listener;
    private readonly IGoalStore _store;
    private readonly GoalServices _services;
    // Shared by all silos: a meter lives until it is disposed of, and there are thousands of silos.
    private static readonly GrainInstruments _instruments = new();

    public SimulatedSilo(
        string name,
        World world,
        Placement placement,
        Network network,
        Listener listener,
        IGoalStore store,
        Instant now,
        TimeSpan repeatPeriod,
        bool handsOver)
    {
        (Name, _world, _placement, _network, _listener) = (name, world, placement, network, listener);
        _store = store;
        Turns = new TurnQueue(world, this, name);
        Time = new VirtualTime(world, Turns);
        Grains = FactoryProxy.Of(network, this);
        Clock = new GoalClock(Time, now);
        var schedule = new GoalTimers(Clock, Time, NullLogger<GoalTimers>.Instance);
        var active = new ActiveGrains(_instruments) { HandsOver = handsOver };
        var throttle = new ActivationThrottle(Time, Turns);
        _services = new GoalServices(
            store,
            store,
            store,
            // Half of the histories load as large trees are loaded, though theirs are small.
            new GoalLoader(store, Clock, Time, small: world.Seed % 2 == 0 ? 512 : 3),
            active,
            schedule,
            new PropagationSchedulers(Time, _instruments, Turns),
            throttle,
            new ContributionThrottle(Time, Turns),
            Clock,
            Time,
            _instruments,
            NullLogger<GoalServices>.Instance);
        Goals = new GoalDirectory(store);
        Gateway = new IngestGateway(Grains, store, new HeldReadings(store, store, store, Time), throttle, active, Time, Turns);
        var options = new ReconciliationOptions { StalePeriod = TimeSpan.FromSeconds(5), RepeatPeriod = repeatPeriod };
        var restated = new RestatedScores(store, store, store);
        Reader = new TreeReader(Grains, Clock, store, restated);
        Watches = new GoalWatchHub(Grains, Time, _instruments, restated, Options.Create(options));
        var reconciliations = new ReconciliationService(
            store, Grains, active, schedule, Clock, Time, Options.Create(options), NullLogger<ReconciliationService>.Instance);
        Turns.Start(() => reconciliations.ReconcileAsync(CancellationToken.None));
        placement.Alive.Add(this);
    }

    public string Name { get; }

    public TurnQueue Turns { get; }

    public TimeProvider Time { get; }

    /// <summary>The silo's clock, which is moved by hand: silos need not agree.</summary>
    public GoalClock Clock { get; }

    public IGrainFactory Grains { get; }

    public GoalDirectory Goals { get; }

    public IngestGateway Gateway { get; }

    public TreeReader Reader { get; }

    public GoalWatchHub Watches { get; }

    public SimulatedActivation Activate(GrainKey grain) => new(_world, this, grain, _placement, _network, _listener);

    public Grain Make(Type grain, IGrainContext context) => grain.Name switch
    {
        nameof(IKpiGrain) => new KpiGrain(context, _services),
        nameof(IKeyResultGrain) => new KeyResultGrain(context, _services),
        nameof(IObjectiveGrain) => new ObjectiveGrain(context, _services),
        nameof(ICombinerGrain) => new CombinerGrain(context, _services),
        nameof(IWorkspaceGrain) => new WorkspaceGrain(context, _store, Clock),
        _ => throw new NotSupportedException($"{grain} is not simulated."),
    };

    /// <summary>Ends the silo as a crash would.</summary>
    public void Kill()
    {
        _world.Note($"kill {Name}");
        Turns.Drop();
        _placement.Alive.Remove(this);
        foreach (var activation in _placement.Of(this))
        {
            activation.Abandon();
        }
    }
}
