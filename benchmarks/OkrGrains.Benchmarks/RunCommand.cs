using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Benchmarks.Peers;
using OkrGrains.Benchmarks.Peers.Engine;
using OkrGrains.Benchmarks.Peers.Postgres;
using OkrGrains.Benchmarks.Peers.Redis;
using OkrGrains.Benchmarks.Peers.Sink;
using OkrGrains.Benchmarks.Peers.Sqlite;
using OkrGrains.Benchmarks.Reports;
using OkrGrains.Benchmarks.Workloads;

namespace OkrGrains.Benchmarks;

/// <summary>One workload: every peer in turn, again and again, each run in processes of its own.</summary>
internal static class RunCommand
{
    /// <summary>The hidden command by which this program runs itself for one run of one peer.</summary>
    public const string OneRun = "run-one";

    private static readonly IPeer[] AllPeers = [new EnginePeer(), new SinkPeer(), new SqlitePeer(), new PostgresPeer(), new RedisPeer()];

    public static Command Of(Workload workload)
    {
        var peers = new Option<string[]>("--peers")
        {
            Description = $"Which: {string.Join(", ", AllPeers.Select(peer => peer.Name))}; all of them if not given.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [.. AllPeers.Select(peer => peer.Name)],
        };
        var rounds = new Option<int>("--rounds") { Description = "How often each peer runs.", DefaultValueFactory = _ => 5 };
        var warmUp = new Option<double>("--warm-up") { Description = "Seconds before a run is measured.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "Seconds that are measured.", DefaultValueFactory = _ => 10 };
        var seed = new Option<int>("--seed") { Description = "Draws the readings.", DefaultValueFactory = _ => 1 };
        var producers = new Option<int>("--producers") { Description = "Streams, a connection each.", DefaultValueFactory = _ => workload.Producers };
        var command = new Command(workload.Name, Describe(workload)) { peers, rounds, warmUp, seconds, seed, producers };
        command.SetAction(async (parse, _) =>
        {
            var chosen = parse.GetRequiredValue(peers);
            var runs = new Dictionary<string, List<Rate>>();
            foreach (var peer in AllPeers.Where(peer => chosen.Contains(peer.Name)))
            {
                if (peer.Absence is { } absence)
                {
                    Console.WriteLine($"{peer.Name}: skipped, {absence}");
                    continue;
                }

                runs.Add(peer.Name, []);
            }

            var streams = parse.GetValue(producers);
            for (var round = 0; round < parse.GetValue(rounds); round++)
            {
                foreach (var (peer, rates) in runs)
                {
                    rates.Add(await InProcessOfItsOwnAsync(
                        peer, $"{workload.Name}:{streams}", parse.GetValue(warmUp), parse.GetValue(seconds), parse.GetValue(seed)));
                }
            }

            Report(workload with { Producers = streams }, runs);
            return 0;
        });
        return command;
    }

    public static async Task<int> RunOneAsync(string peer, string workload, string warmUp, string measured, string seed, string folder)
    {
        var (name, producers) = (workload.Split(':')[0], int.Parse(workload.Split(':')[1], CultureInfo.InvariantCulture));
        var chosen = Workload.All.Single(known => known.Name == name) with { Producers = producers, Connections = producers };
        var rate = await AllPeers.Single(known => known.Name == peer).RunAsync(
            chosen,
            new(Seconds(warmUp), Seconds(measured)),
            int.Parse(seed, CultureInfo.InvariantCulture),
            folder);
        Console.WriteLine(JsonSerializer.Serialize(rate));
        return 0;
    }

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));

    private static async Task<Rate> InProcessOfItsOwnAsync(string peer, string workload, double warmUp, double measured, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("okr-benchmark-").FullName;
        try
        {
            string[] arguments =
            [
                OneRun, peer, workload,
                warmUp.ToString(CultureInfo.InvariantCulture), measured.ToString(CultureInfo.InvariantCulture),
                seed.ToString(CultureInfo.InvariantCulture), folder,
            ];
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true })!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            var rate = process.ExitCode == 0 ? JsonSerializer.Deserialize<Rate>(output) : null;
            rate = rate ?? throw new InvalidOperationException($"{peer} failed: {output}");
            Console.WriteLine(FormattableString.Invariant(
                $"{peer}: {rate.PerSecond:N0} readings/s, {rate.ServerCpuPerMillion:F3} + {rate.LoadCpuSeconds * 1e6 / rate.Readings:F3} CPU s per million, {rate.SyncsPerSecond:F0} syncs/s, {rate.AllocatedPerReading:F1} B/reading"));
            return rate;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Report(Workload workload, Dictionary<string, List<Rate>> runs)
    {
        var (syncs, p99) = DiskSync.Measure(Path.GetTempPath());
        Console.WriteLine();
        Console.WriteLine($"{workload.Name}: {Describe(workload)}; {Environment.ProcessorCount} cores, .NET {Environment.Version}");
        Console.WriteLine(FormattableString.Invariant($"raw disk: {syncs:N0} synced appends of 64 KiB/s, p99 {p99:F2} ms"));
        foreach (var line in runs.ContainsKey("engine") ? RateTable.Lines(runs, "engine") : RateTable.Lines(runs, runs.Keys.First()))
        {
            Console.WriteLine(line);
        }
    }

    private static string Describe(Workload workload) =>
        $"{workload.Tree.Goals:N0} goals, {workload.Producers} producers, batches of {workload.BatchReadings}"
        + (workload.Skew == 0 ? "" : FormattableString.Invariant($", Zipf {workload.Skew}"));
}
