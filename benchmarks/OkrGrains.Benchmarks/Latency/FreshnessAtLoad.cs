using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Benchmarks.Peers;
using OkrGrains.Benchmarks.Reports;
using OkrGrains.Load;

namespace OkrGrains.Benchmarks.Latency;

/// <summary>
/// Measures freshness at a share of the peak rate, open-loop: from the scheduled instant of a batch until a watcher of the root has its
/// readings. A batch that is sent late because earlier ones had to wait still counts from its scheduled instant.
/// </summary>
internal static class FreshnessAtLoad
{
    public static async Task MeasureAsync(Run run, double peak, double load, Report report)
    {
        var tree = run.Workload.Tree;
        await using var server = await WatchedServer.StartAsync(run.Folder, tree.Root, MarkedTree.Most, MarkedTree.ToPlan(tree));
        using var connections = new Connections(server.Process.Address, run.Workload.Connections);
        var producers = new PacedLoad(run, peak * load, connections);
        var before = await ServerWork.ReadAsync(server.Process);
        await producers.SendAsync();
        var after = await ServerWork.ReadAsync(server.Process);
        await server.HeldAsync(producers.Marks);

        var warm = run.Durations.WarmUp / (run.Durations.WarmUp + run.Durations.Measured);
        var commitBytes = after.CommitBytesSince(before);
        var (_, _, p99) = DiskSync.Measure(Path.GetTempPath(), commitBytes);
        report.Add(
        [
            FormattableString.Invariant($"{run.Workload.Describe()}; {load:P0} of {peak:N0} readings/s; warm-up {run.Durations.WarmUp.TotalSeconds} s, ")
                + FormattableString.Invariant($"measured {run.Durations.Measured.TotalSeconds} s; seed {run.Seed}; {server.Watch.Updates:N0} updates of the root."),
            "",
            .. Percentiles.Head,
            producers.Freshness(server.Watch, warm).Row("freshness: meant to be sent, until the root's watcher holds it"),
            producers.Late(warm).Row("of which: sent after its instant"),
            "",
            FormattableString.Invariant($"The server used {after.ProcessorsSince(before):F2} processors, the warm-up included. It wrote {commitBytes:N0} bytes a commit; a synced append of as many: p99 {p99:F2} ms, five times that {5 * p99:F2} ms."),
        ]);
    }
}
