using System.CommandLine;
using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Benchmarks.Peers;
using OkrGrains.Benchmarks.Reports;
using OkrGrains.Benchmarks.Workloads;

namespace OkrGrains.Benchmarks;

/// <summary>One workload: every peer in turn, again and again, each run in processes of its own.</summary>
internal static class RunCommand
{
    public static Command Of(Workload workload)
    {
        var peers = new Option<string[]>("--peers")
        {
            Description = $"Which: {AllPeers.Names}; all of them if not given.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [.. AllPeers.List.Select(peer => peer.Name)],
        };
        var rounds = new Option<int>("--rounds") { Description = "How often each peer runs.", DefaultValueFactory = _ => 5 };
        var warmUp = new Option<double>("--warm-up") { Description = "Seconds before a run is measured.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "Seconds that are measured.", DefaultValueFactory = _ => 10 };
        var seed = new Option<int>("--seed") { Description = "Draws the readings.", DefaultValueFactory = _ => 1 };
        var producers = new Option<int>("--producers") { Description = "Streams, a connection each.", DefaultValueFactory = _ => workload.Producers };
        var group = new Option<int>("--group")
        {
            Description = "Readings that postgres and redis commit together, and sqlite at most.",
            DefaultValueFactory = _ => 64_000,
        };
        var command = new Command(workload.Name, workload.Describe()) { peers, rounds, warmUp, seconds, seed, producers, group, Report.Out };
        command.SetAction(async (parse, _) =>
        {
            var run = new Run(
                workload.With(parse.GetValue(producers)),
                new(TimeSpan.FromSeconds(parse.GetValue(warmUp)), TimeSpan.FromSeconds(parse.GetValue(seconds))),
                parse.GetValue(seed),
                parse.GetValue(group),
                Folder: "");
            var report = new Report();
            var chosen = Present([.. AllPeers.List.Where(peer => parse.GetRequiredValue(peers).Contains(peer.Name))], report);
            var rates = await MeasureAsync(chosen, run, parse.GetValue(rounds));
            report.Add(RateTable.Lines(run, chosen, rates));
            await report.WriteAsync(parse.GetValue(Report.Out));
            return 0;
        });
        return command;
    }

    private static List<IPeer> Present(IReadOnlyList<IPeer> chosen, Report report)
    {
        foreach (var peer in chosen.Where(peer => peer.Absence is not null))
        {
            report.Add([$"{peer.Name}: skipped, {peer.Absence}"]);
        }

        return [.. chosen.Where(peer => peer.Absence is null)];
    }

    private static async Task<Dictionary<string, List<Rate>>> MeasureAsync(IReadOnlyList<IPeer> peers, Run run, int rounds)
    {
        var rates = peers.ToDictionary(peer => peer.Name, _ => new List<Rate>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var peer in peers)
            {
                var rate = await OneRun.InProcessOfItsOwnAsync(peer.Name, run);
                rates[peer.Name].Add(rate);
                await Console.Error.WriteLineAsync(FormattableString.Invariant(
                    $"{peer.Name}: {rate.PerSecond:N0} readings/s, {rate.ServerCpuPerMillion:F3} + {rate.CpuPerMillion - rate.ServerCpuPerMillion:F3} CPU s per million"));
            }
        }

        return rates;
    }
}
