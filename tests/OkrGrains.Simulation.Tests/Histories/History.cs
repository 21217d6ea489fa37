using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using OkrGrains.Grains.Time;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Time;
using OkrGrains.Plans;
using OkrGrains.Simulation.Tests.Calls;
using OkrGrains.Simulation.Tests.Checks;
using OkrGrains.Simulation.Tests.Silos;
using OkrGrains.Simulation.Tests.Stores;
using OkrGrains.Simulation.Tests.Time;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Simulation.Tests.Histories;

/// <summary>
/// Runs one history, drawn from a seed: plans are applied and edited while producers send, the goal clock moves, calls go astray, silos die
/// and come back and commits fail. Then nothing goes wrong any more, and everything must come right.
/// </summary>
/// <remarks>
/// Some histories, in which nothing but calls is lost, run without the reconciliation that passes everything on again: a reader that waits
/// must do without it.
/// </remarks>
internal sealed class History
{
    public const string Workspace = "w";

    private const int MostReadings = 60;
    private const int MostSteps = 2_000_000;

    private static readonly TimeSpan Longest = TimeSpan.FromHours(2);

    /// <summary>The time within which everything late arrives, and everything that waits for it in vain has given up.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(80);

    /// <summary>The time within which every silo has reconciled everything twice.</summary>
    private static readonly TimeSpan Reconciliations = TimeSpan.FromSeconds(50);

    private static readonly TimeSpan ReconciliationPeriod = TimeSpan.FromSeconds(20);

    private static readonly Instant[] Instants =
    [
        Instant.Parse("2001-04-01T05:59:59.999Z"), Instant.Parse("2026-03-08T08:30:00Z"),
        Instant.Parse("2011-12-30T10:00:00Z"), Instant.Parse("2025-11-02T06:30:00Z"),
    ];

    private readonly int _seed;
    private readonly World _world;
    private readonly Placement _placement;
    private readonly SimulatedStore _store;
    private readonly Listener _listener;
    private readonly Network _network;
    private readonly IGrainFactory _grains;
    private readonly VirtualTime _time;
    private readonly RandomPlan _drawn;
    private readonly RandomReadings _readings;
    private readonly List<SimulatedProducer> _producers = [];
    private readonly List<WatchingClient> _watchers = [];
    private readonly List<GoalClock> _clocks = [];
    private Instant _now;
    private byte[] _file = [];
    private Plan _plan = new() { Workspace = "" };
    private readonly bool _isReconciled;
    private int _silos;

    public History(int seed, StringBuilder? log = null)
    {
        _seed = seed;
        _world = new World(seed, log);
        var at = _world.Among(Instants);
        _now = at;
        _placement = new Placement(_world);
        _time = new VirtualTime(_world, new TurnQueue(_world, null, "clients"));
        _store = new SimulatedStore(_world, _time) { Appended = (append, before) => Epochs.Check(_world, append, before) };
        _listener = new Listener(_world, _store.Durable);
        _network = new Network(_world, _placement, _listener);
        _grains = FactoryProxy.Of(_network, null);
        _isReconciled = _world.Chance(75);
        _drawn = new RandomPlan(Workspace, seed, at);
        _readings = new RandomReadings(seed, at);
    }

    public ulong Trace => _world.Trace;

    public long Steps => _world.Steps;

    /// <returns>The fault that was found; null when there was none.</returns>
    public string? Run()
    {
        _world.Run(LiveAsync, Longest, MostSteps);
        return _world.Fault is { } fault ? $"OKR_SEED={_seed}: {fault}\n{Encoding.UTF8.GetString(_file)}" : null;
    }

    private async Task LiveAsync()
    {
        for (var silos = 1 + _world.Random.Next(3); silos > 0; silos--)
        {
            StartSilo();
        }

        var weather = Weather.Draw(_world.Random);
        ChangeWeather(_isReconciled ? weather : weather.WithoutLoss);
        await ApplyAsync();
        var sending = SendAsync();
        var trouble = TroubleAsync();
        for (var edits = _world.Random.Next(3); edits > 0; edits--)
        {
            await Task.Delay(_world.Between(1, 3000), _time);
            _drawn.Edit();
            await ApplyAsync();
            sending = Task.WhenAll(sending, SendAsync());
        }

        await sending;
        await trouble;
        await ReadAtLeastAsync();
    }

    private void StartSilo()
    {
        var silo = new SimulatedSilo(
            $"silo{_silos++}",
            _world,
            _placement,
            _network,
            _listener,
            _store,
            _now,
            _isReconciled ? ReconciliationPeriod : Longest / 2,

            // In half of the histories, whatever half they are in otherwise, nothing is handed over within a silo: everything is a call.
            handsOver: _world.Seed / 2 % 2 == 0);
        _clocks.Add(silo.Clock);
    }

    private void ChangeWeather(Weather weather) => _network.Weather = _store.Weather = weather;

    /// <summary>Applies the plan as drawn now. The client tries again when it learns nothing, or of a failure.</summary>
    private async Task ApplyAsync()
    {
        _file = _drawn.Write();
        _plan = PlanReader.Read(_file).Plan ?? throw new InvalidOperationException("The drawn plan has faults.");
        while (true)
        {
            try
            {
                var change = new PlanChange([ImmutableCollectionsMarshal.AsImmutableArray(_file)], Prune: true, "ann", "");
                await _grains.GetGrain<IWorkspaceGrain>(Workspace).Apply(change);
                return;
            }
            catch (Exception)
            {
                await Task.Delay(_world.Between(10, 2000), _time);
            }
        }
    }

    private Task SendAsync()
    {
        var next = _readings.Next(_plan, MostReadings);
        var count = 1 + _world.Random.Next(3);
        while (_producers.Count < count)
        {
            _producers.Add(new SimulatedProducer(_world, Workspace, $"p{_producers.Count}", _placement, _store, _time));
        }

        var shares = next.ToLookup(_ => _world.Among(_producers));
        return Task.WhenAll(_producers.Select(producer =>
        {
            producer.Add(shares[producer]);
            return producer.SendAsync();
        }));
    }

    private async Task TroubleAsync()
    {
        var until = _world.Now + _world.Between(0, 30_000);
        while (_world.Now < until)
        {
            await Task.Delay(_world.Between(1, 5000), _time);
            switch (_world.Random.Next(_isReconciled ? 8 : 4))
            {
                case 0:
                    StartSilo();
                    break;
                case 1:
                    await WatchAsync();
                    break;
                case 2:
                    Read();
                    break;
                case 4:
                    MoveClocks();
                    break;
                case 5 when _world.Chance(30):
                    CrashAll();
                    break;
                case 6 or 7 when _placement.Alive.Count > 0:
                    _world.Among(_placement.Alive).Kill();
                    _world.After(_world.Between(1, 10_000), StartSilo);
                    break;
            }
        }

        ChangeWeather(Weather.Calm);
    }

    /// <summary>Ends the process with all its silos: what it had not made durable is gone.</summary>
    private void CrashAll()
    {
        _placement.Alive.ToList().ForEach(silo => silo.Kill());
        _store.Crash();
        _world.After(_world.Between(1, 5000), StartSilo);
    }

    /// <summary>Moves the goal clock. Each silo sees the move at a moment of its own.</summary>
    private void MoveClocks()
    {
        var now = _now = new Instant(_now.UnixMillis + (long)Math.Pow(10, _world.Random.NextDouble() * 9.5));
        foreach (var clock in _clocks)
        {
            _world.After(_world.Between(0, 3000), () => clock.MoveTo(now));
        }
    }

    private async Task WatchAsync()
    {
        if (_placement.Alive.Count > 0
            && await new OkrGrains.Grains.Queries.GoalDirectory(_store).FindAsync(Workspace, CancellationToken.None) is { } goals)
        {
            var watcher = new WatchingClient(
                _world, _world.Among(_placement.Alive), [.. goals.Goals.Select(goal => goal.Address)]);
            _watchers.Add(watcher);
            watcher.Start();
        }
    }

    private void Read()
    {
        if (_placement.Alive.Count == 0)
        {
            return;
        }

        var silo = _world.Among(_placement.Alive);
        silo.Turns.Start(async () =>
        {
            if (await silo.Goals.FindAsync(Workspace, CancellationToken.None) is { } goals)
            {
                await silo.Reader.ReadAsync(goals, goals.Goals, upToDate: _world.Chance(50), CancellationToken.None);
            }
        });
    }

    /// <summary>Checks the trees and watchers without a reader that waits for what is in flight.</summary>
    private async Task CheckLeftAloneAsync(Outcome outcome)
    {
        foreach (var silo in _placement.Alive)
        {
            await silo.Turns.Start(() => outcome.CheckTreeAsync(silo, upToDate: false));
        }

        outcome.CheckWatchers(_watchers.Where(watcher => _placement.Alive.Contains(watcher.Silo)));
    }

    private async Task ReadAtLeastAsync()
    {
        await Task.Delay(Aftermath, _time);
        _clocks.ForEach(clock => clock.MoveTo(_now));
        if (_placement.Alive.Count == 0)
        {
            StartSilo();
        }

        await ApplyAsync();
        await Task.Delay(Reconciliations, _time);
        _world.Note("converged");
        var outcome = new Outcome(_world, _store, _plan, _now);
        outcome.CheckReadings(_producers);
        if (_isReconciled)
        {
            await CheckLeftAloneAsync(outcome);
        }

        foreach (var silo in _placement.Alive)
        {
            await silo.Turns.Start(() => outcome.CheckTreeAsync(silo, upToDate: true));
        }
    }
}
