using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OkrGrains.Benchmarks.Reports;
using OkrGrains.Client;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Queries;
using OkrGrains.Host;
using OkrGrains.Load.Workloads;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using Orleans;

namespace OkrGrains.Benchmarks.Micro;

/// <summary>
/// Measures one call to each of ten thousand active KPIs. Their total is the shortest time between two ingest batches that touch all of
/// them. It does not use BenchmarkDotNet, which would measure the waiting thread.
/// </summary>
internal sealed class VisitKpis : IAsyncDisposable
{
    private const int Kpis = 10_000;
    private const int Rounds = 60;
    private const int WarmUp = 30;

    private readonly string _folder;
    private readonly OkrServer _server;
    private readonly IGoalGrain[] _goals;
    private readonly ProducerSession _session;
    private readonly int[] _senders;
    private long _sequence;

    private VisitKpis(string folder, OkrServer server, GoalAddress[] goals, ProducerSession session)
    {
        _folder = folder;
        _server = server;
        _session = session;
        _goals = [.. goals.Select(goal => GrainsOfGoals.Of(server.Services.GetRequiredService<IGrainFactory>(), goal))];
        _senders = [.. goals.Select(goal => session.SenderTo(goal).Index)];
    }

    public static async Task<IReadOnlyList<string>> MeasureAsync()
    {
        await using var visits = await StartAsync();
        return
        [
            $"#### {nameof(VisitKpis)}",
            "",
            $"{Kpis:N0} KPIs, each once; per KPI, medians (ranges) of {Rounds - WarmUp} rounds.",
            "",
            "| | µs by the clock | µs of processors |",
            "|---|---|---|",
            await RowAsync("a reading each, until it is durable; what climbs meanwhile too", visits.OneReadingEachAsync),
            await RowAsync("a call that does nothing", visits.EmptyCallsAsync),
            "",
        ];
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<VisitKpis> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("okr-benchmark-").FullName;
        var server = await OkrServer.StartAsync(new ServerOptions { DataDirectory = folder, Urls = "http://127.0.0.1:0" });
        var tree = GoalTree.OfTens(Kpis);
        using var client = new OkrClient(new Uri(server.Url));
        using var plan = new MemoryStream(Encoding.UTF8.GetBytes(tree.ToPlan()));
        await client.Goals.ApplyPlanAsync(plan, new() { Author = "benchmark" });

        var workspace = await server.Services.GetRequiredService<GoalDirectory>().FindAsync(GoalTree.Workspace, CancellationToken.None)
            ?? throw new InvalidOperationException("There is no such workspace.");
        var gateway = server.Services.GetRequiredService<IngestGateway>();
        var session = await gateway.OpenAsync(GoalTree.Workspace, "visits", acknowledged: 0, CancellationToken.None);
        return new(folder, server, [.. tree.KpiIds.Select(id => workspace.ByName[new GoalName(GoalKind.Kpi, id)].Address)], session);
    }

    private static async Task<string> RowAsync(string what, Func<Task> round)
    {
        var (clock, processors) = (new List<double>(), new List<double>());
        for (var i = 0; i < Rounds; i++)
        {
            var (started, used) = (TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await round();
            if (i >= WarmUp)
            {
                clock.Add(TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / Kpis);
                processors.Add((Environment.CpuUsage.TotalTime - used).TotalMicroseconds / Kpis);
            }
        }

        return $"| {what} | {Spread.Of(clock).Format("F2")} | {Spread.Of(processors).Format("F2")} |";
    }

    /// <summary>Makes calls that cost only the way there and back, with a definition that the goals already have.</summary>
    private Task EmptyCallsAsync() => Task.WhenAll(_goals.Select(goal => goal.Redefine(0)));

    private Task OneReadingEachAsync()
    {
        var buffer = _session.NewBuffer(Kpis);
        foreach (var sender in _senders)
        {
            buffer.Add(sender, new Instant(1_772_323_200_000 + _sequence), 1, ++_sequence);
        }

        return _session.Submit(buffer, new BatchProgress(_sequence), tellsApplied: false).Durable;
    }
}
