using System.CommandLine;
using System.Text;
using OkrGrains.Benchmarks.Load;
using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Benchmarks.Peers;
using OkrGrains.Benchmarks.Peers.Engine;
using OkrGrains.Benchmarks.Reports;
using OkrGrains.Client;
using OkrGrains.Load;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks.Latency;

/// <summary>
/// Measures freshness at a share of the peak rate, open-loop: from the scheduled instant of a batch until a watcher of the root has its
/// readings. A batch that is sent late because earlier ones had to wait still counts from its scheduled instant.
/// </summary>
internal static class LatencyCommand
{
    private const string Name = "latency";
    private static readonly TimeSpan Opening = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var load = new Option<double>("--load") { Description = "The share of the peak that is sent.", DefaultValueFactory = _ => 0.7 };
        var peak = new Option<double>("--peak") { Description = "Readings per second that are the peak; measured first if not given." };
        var warmUp = new Option<double>("--warm-up") { Description = "Seconds that are not counted.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "Seconds that are.", DefaultValueFactory = _ => 20 };
        var seed = new Option<int>("--seed") { Description = "Draws the readings.", DefaultValueFactory = _ => 1 };
        var command = new Command(Name, "Freshness of the root at a share of the peak, open-loop, w1.") { load, peak, warmUp, seconds, seed, Report.Out };
        command.SetAction(async (parse, _) =>
        {
            var run = new Run(
                Workload.Named("w1"),
                new(TimeSpan.FromSeconds(parse.GetValue(warmUp)), TimeSpan.FromSeconds(parse.GetValue(seconds))),
                parse.GetValue(seed),
                GroupReadings: 0,
                Folder: "");
            var report = new Report();
            var most = parse.GetValue(peak);
            if (most == 0)
            {
                most = (await OneRun.InProcessOfItsOwnAsync(AllPeers.List[0].Name, run)).PerSecond;
            }

            await MeasureAsync(run, most, parse.GetValue(load), report);
            await report.WriteAsync(parse.GetValue(Report.Out));
            return 0;
        });
        return command;
    }

    private static async Task MeasureAsync(Run run, double peak, double load, Report report)
    {
        var folder = Directory.CreateTempSubdirectory("okr-benchmark-").FullName;
        try
        {
            await using var server = await ServerProcess.StartAsync(EnginePeer.Command, folder);
            using var client = new OkrClient(server.Address);
            using var plan = new MemoryStream(Encoding.UTF8.GetBytes(MarkedTree.ToPlan(run.Workload.Tree)));
            await client.Goals.ApplyPlanAsync(plan, new() { Author = "benchmark" });
            using var stop = new CancellationTokenSource();
            var watch = new RootWatch(client, run.Workload.Tree.Root);
            var watching = watch.RunAsync(stop.Token);
            await watch.Synced;

            using var connections = new Connections(server.Address, run.Workload.Connections);
            var producers = Producers(run, peak * load, connections, out var batches, out var markEvery);
            var (before, began) = (await server.UsageAsync(), TimeProvider.System.GetTimestamp());
            var writtenBefore = Usage.BytesWrittenBy(server.Process);
            await Task.WhenAll(producers.Select((producer, index) => Task.Run(() => producer.RunAsync(batches, index == 0 ? markEvery : 0))));
            var after = await server.UsageAsync();
            var processors = (after.Cpu - before.Cpu) / TimeProvider.System.GetElapsedTime(began);
            var commitBytes = (Usage.BytesWrittenBy(server.Process) - writtenBefore) / Math.Max(1, (after.Syncs - before.Syncs) / EngineCounts.SyncsPerCommit);
            await await Task.WhenAny(watch.CompleteAsync(producers[0].Marked.Count), watching);
            await stop.CancelAsync();
            await ((Task)watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Tell(report, run, (peak, load), producers, watch, (int)commitBytes, processors);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static PacedProducer[] Producers(Run run, double perSecond, Connections connections, out long batches, out int markEvery)
    {
        var workload = run.Workload;
        var interval = TimeSpan.FromSeconds(workload.BatchReadings * workload.Producers / perSecond);
        batches = (long)((run.Durations.WarmUp + run.Durations.Measured) / interval);
        markEvery = (int)(batches / MarkedTree.Most) + 1;
        var start = TimeProvider.System.GetTimestamp() + (long)(Opening.TotalSeconds * TimeProvider.System.TimestampFrequency);
        var phase = (long)(interval.TotalSeconds * TimeProvider.System.TimestampFrequency / workload.Producers);
        return [.. Enumerable.Range(0, workload.Producers).Select(producer =>
            new PacedProducer(connections[producer], workload, producer, run.Seed, new(start + (producer * phase), interval)))];
    }

    private static void Tell(
        Report report, Run run, (double Peak, double Load) rate, PacedProducer[] producers, RootWatch watch, int commitBytes, double processors)
    {
        var marked = producers[0].Marked;
        var share = run.Durations.WarmUp / (run.Durations.WarmUp + run.Durations.Measured);
        var warm = (int)(marked.Count * share);
        var freshness = new Percentiles(marked.Zip(watch.Held, (sent, held) => TimeProvider.System.GetElapsedTime(sent, held)).Skip(warm));
        var late = new Percentiles(producers.SelectMany(producer => producer.Late.Skip((int)(producer.Late.Count * share))));
        var (_, p99) = DiskSync.Measure(Path.GetTempPath(), Math.Max(1, commitBytes));
        report.Add(
        [
            FormattableString.Invariant($"{run.Workload.Describe()}; {rate.Load:P0} of {rate.Peak:N0} readings/s; warm-up {run.Durations.WarmUp.TotalSeconds} s, ")
                + FormattableString.Invariant($"measured {run.Durations.Measured.TotalSeconds} s; seed {run.Seed}; {watch.Updates:N0} updates of the root."),
            "",
            "| ms | p50 | p90 | p99 | p99.9 | greatest | of |",
            "|---|---|---|---|---|---|---|",
            freshness.Row("freshness: meant to be sent, until the root's watcher holds it"),
            late.Row("of which: sent after its instant"),
            "",
            FormattableString.Invariant($"The server used {processors:F2} processors, the warm-up included. It wrote {commitBytes:N0} bytes a commit; a synced append of as many: p99 {p99:F2} ms, five times that {5 * p99:F2} ms."),
        ]);
    }
}
