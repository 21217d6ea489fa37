using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Simulation.Tests.Calls;
using OkrGrains.Simulation.Tests.Checks;
using OkrGrains.Simulation.Tests.Silos;
using OkrGrains.Simulation.Tests.Stores;
using OkrGrains.Simulation.Tests.Time;

namespace OkrGrains.Simulation.Tests.Propagation;

/// <summary>
/// A tree in memory, each goal with as many children: a top, teams under it, key results, and KPIs in whose place the test contributes.
/// Nothing goes wrong but what the test lets hang.
/// </summary>
internal sealed class SimulatedTree
{
    private const string Workspace = "w";

    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly Instant At = Instant.Parse("2026-01-01T00:00:00Z");

    private readonly World _world;
    private readonly Placement _placement;
    private readonly SimulatedStore _store;
    private readonly Network _network;
    private readonly IGrainFactory _grains;
    private readonly VirtualTime _time;
    private readonly int _silos;
    private readonly int _width;
    private readonly long[] _scores;
    private WorkspaceDirectory _directory = null!;
    private TimeSpan _began;
    private int _versions = 1_000_000;

    public SimulatedTree(int seed, int silos, int width)
    {
        (_silos, _width, _scores) = (silos, width, new long[width * width * width]);
        _world = new World(seed);
        _placement = new Placement(_world);
        _time = new VirtualTime(_world, new TurnQueue(_world, null, "clients"));
        _store = new SimulatedStore(_world, _time);
        _network = new Network(_world, _placement, new Listener(_world, _store.Durable)) { Sending = Count };
        _grains = FactoryProxy.Of(_network, null);
    }

    /// <summary>The longest time of a call that is not slow, one way.</summary>
    public static TimeSpan LongestCall { get; } = TimeSpan.FromMilliseconds(2);

    /// <summary>The number of contributions to key results since the test last contributed.</summary>
    public int ToKeyResults { get; private set; }

    /// <summary>The number of contributions to the teams since then.</summary>
    public int ToTeams { get; private set; }

    /// <summary>The number of contributions to the top since then.</summary>
    public int ToTop { get; private set; }

    /// <summary>The time from then on until the last contribution to the top was sent.</summary>
    public TimeSpan TopToldAfter { get; private set; }

    public void Run(Func<SimulatedTree, Task> check)
    {
        _world.Run(
            async () =>
            {
                await LoadAsync();
                await check(this);
                _network.Mute = null;
                await Task.Delay(Longest / 4, _time);
                var top = await Grain(GoalKind.Objective, "top").Read(At);
                Assert.Equal(_scores.Sum() / _scores.Length, top.Figures!.Score!.Value.Grid);
            },
            Longest,
            mostSteps: 1_000_000);
        Assert.Null(_world.Fault);
    }

    /// <summary>Contributes the scores of KPIs, all at once, and completes in the calm after it.</summary>
    public async Task ContributeAsync(IEnumerable<int> kpis, Func<int, Portion> scoreOf)
    {
        (ToKeyResults, ToTeams, ToTop, _began) = (0, 0, 0, _world.Now);
        await Task.WhenAll(kpis.Select(kpi => ContributeAsync(kpi, scoreOf(kpi))));
        await Task.Delay(Calm, _time);
    }

    /// <summary>Waits as a reader of the top does that knows of the last contribution of a KPI.</summary>
    /// <returns>The time that it takes.</returns>
    public async Task<TimeSpan> ReadAtLeastAsync(int kpi)
    {
        var began = _world.Now;
        var keyResult = kpi / _width;
        var expected = ImmutableArray.Create(new Expected(Number(GoalKind.Kpi, $"k{kpi}"), ReadPoint.Now, VersionOf(_versions)));
        expected = (await Grain(GoalKind.KeyResult, $"r{keyResult}").ReadAtLeast(expected, CancellationToken.None)).Given;
        expected = (await Grain(GoalKind.Objective, $"t{keyResult / _width}").ReadAtLeast(expected, CancellationToken.None)).Given;
        await Grain(GoalKind.Objective, "top").ReadAtLeast(expected, CancellationToken.None);
        return _world.Now - began;
    }

    /// <summary>Makes a team take calls and answer none.</summary>
    public void Mute(int team) => _network.Mute = new GrainKey(typeof(IObjectiveGrain), Address(GoalKind.Objective, $"t{team}").Key);

    private async Task LoadAsync()
    {
        for (var silo = 0; silo < _silos; silo++)
        {
            // Everything is a call, so that calls can be counted.
            _ = new SimulatedSilo(
                $"silo{silo}", _world, _placement, _network, new Listener(_world, _store.Durable), _store, At, Longest, handsOver: false);
        }

        var change = new PlanChange([ImmutableCollectionsMarshal.AsImmutableArray(Plan())], Prune: false, "ann", "");
        await _grains.GetGrain<IWorkspaceGrain>(Workspace).Apply(change);
        _directory = (await new GoalDirectory(_store).FindAsync(Workspace, CancellationToken.None))!;
        await ContributeAsync(Enumerable.Range(0, _scores.Length), _ => Portion.Zero);
        await Task.Delay(Calm, _time);
    }

    private Task<bool> ContributeAsync(int kpi, Portion score)
    {
        _scores[kpi] = score.Grid;
        var contribution = new Contribution
        {
            Child = Number(GoalKind.Kpi, $"k{kpi}"),
            At = ReadPoint.Now,
            Version = VersionOf(++_versions),
            Score = score,
            Coverage = Portion.One,
        };
        return Grain(GoalKind.KeyResult, $"r{kpi / _width}").Contribute([contribution]);
    }

    private void Count(GrainCall call)
    {
        if (call.Shape.Method.Name != nameof(IContributionTaker.Contribute))
        {
            return;
        }

        if (call.Target.Interface == typeof(IKeyResultGrain))
        {
            ToKeyResults++;
        }
        else if (call.Target.Key != Address(GoalKind.Objective, "top").Key)
        {
            ToTeams++;
        }
        else
        {
            (ToTop, TopToldAfter) = (ToTop + 1, _world.Now - _began);
        }
    }

    private byte[] Plan()
    {
        var plan = new StringBuilder("workspace: w\nkpis:\n");
        for (var kpi = 0; kpi < _scores.Length; kpi++)
        {
            plan.Append(CultureInfo.InvariantCulture, $"  - {{id: k{kpi}, target: 100}}\n");
        }

        plan.Append("objectives:\n  - {id: top}\n");
        for (var team = 0; team < _width; team++)
        {
            plan.Append(CultureInfo.InvariantCulture, $"  - id: t{team}\n    parents: [{{objective: top}}]\n    keyResults:\n");
            foreach (var keyResult in Below(team))
            {
                var kpis = string.Join(", ", Below(keyResult).Select(kpi => $"{{kpi: k{kpi}}}"));
                plan.Append(CultureInfo.InvariantCulture, $"      - {{id: r{keyResult}, kpis: [{kpis}]}}\n");
            }
        }

        return Encoding.UTF8.GetBytes(plan.ToString());
    }

    private IEnumerable<int> Below(int goal) => Enumerable.Range(goal * _width, _width);

    private GoalVersion VersionOf(int position) => new(_directory.Revision, position, At);

    private long Number(GoalKind kind, string id) => Address(kind, id).Number;

    private IGoalGrain Grain(GoalKind kind, string id) => GrainsOfGoals.Of(_grains, Address(kind, id));

    private GoalAddress Address(GoalKind kind, string id) => _directory.ByName[new GoalName(kind, id)].Address;
}
