using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using OkrGrains.Benchmarks.Workloads;
using OkrGrains.Client;
using OkrGrains.Grains.Directory;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Readings;
using OkrGrains.Host;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using Orleans;

namespace OkrGrains.Benchmarks.Micro;

/// <summary>
/// One call to each of ten thousand KPIs in memory, all under way at a time; per KPI, by the clock. What they take together is the least
/// time between two waves that touch them all.
/// </summary>
public class VisitKpis
{
    private const int Kpis = 10_000;

    private string _folder = "";
    private OkrServer _server = null!;
    private IGoalGrain[] _goals = [];
    private ProducerSession _session = null!;
    private int[] _lanes = [];
    private long _sequence;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("okr-benchmark-").FullName;
        _server = await OkrServer.StartAsync(new ServerOptions { DataDirectory = _folder, Urls = "http://127.0.0.1:0" });
        var tree = GoalTree.OfTens(Kpis);
        using var client = new OkrClient(new Uri(_server.Url));
        using var plan = new MemoryStream(Encoding.UTF8.GetBytes(tree.ToPlan()));
        await client.Goals.ApplyPlanAsync(plan, new() { Author = "benchmark" });

        var services = _server.Services;
        var workspace = await services.GetRequiredService<GoalDirectory>().FindAsync(GoalTree.Workspace, CancellationToken.None)
            ?? throw new InvalidOperationException("There is no such workspace.");
        GoalAddress[] goals = [.. tree.KpiIds.Select(id => workspace.ByName[new GoalName(GoalKind.Kpi, id)].Address)];
        _goals = [.. goals.Select(goal => GrainsOfGoals.Of(services.GetRequiredService<IGrainFactory>(), goal))];
        _session = await services.GetRequiredService<ReadingGateway>().OpenAsync(GoalTree.Workspace, "micro", 0, CancellationToken.None);
        _lanes = [.. goals.Select(goal => _session.LaneTo(goal).Index)];
        await OneReadingEach();
    }

    /// <summary>Nothing but the way there and back: a definition that the goal has long been told of.</summary>
    [Benchmark(OperationsPerInvoke = Kpis)]
    public Task EmptyCall() => Task.WhenAll(_goals.Select(goal => goal.Redefine(0)));

    /// <summary>Until it is durable.</summary>
    [Benchmark(OperationsPerInvoke = Kpis)]
    public Task OneReadingEach()
    {
        var draft = _session.Draft(Kpis);
        foreach (var lane in _lanes)
        {
            draft.Add(lane, new Instant(1_772_323_200_000 + _sequence), 1, ++_sequence);
        }

        return _session.Submit(draft, new BatchNotes(_sequence), tellsApplied: false).Durable;
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        _session.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
