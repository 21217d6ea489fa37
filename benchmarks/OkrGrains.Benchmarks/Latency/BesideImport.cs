using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Benchmarks.Peers;
using OkrGrains.Benchmarks.Reports;
using OkrGrains.Load;

namespace OkrGrains.Benchmarks.Latency;

/// <summary>
/// Measures what an import into one workspace does to the freshness of another. One open-loop load goes on all the time: first nothing else
/// happens, and then history is imported as fast as the server takes it. Each part has a warm-up of its own.
/// </summary>
internal static class BesideImport
{
    /// <summary>What the p99 beside the import may be, over the calm one.</summary>
    private const double TargetRatio = 2;

    public static async Task MeasureAsync(Run run, double peak, double load, Report report)
    {
        var (tree, part) = (run.Workload.Tree, run.Durations.WarmUp + run.Durations.Measured);
        await using var server = await WatchedServer.StartAsync(
            run.Folder, tree.Root, MarkedTree.Most, MarkedTree.ToPlan(tree), HistoryImport.Plan);
        using var connections = new Connections(server.Process.Address, run.Workload.Connections);
        using var other = new Connections(server.Process.Address, 1);
        var import = new HistoryImport(other[0], run.Seed);
        var producers = new PacedLoad(run with { Durations = new(run.Durations.WarmUp, part + run.Durations.Measured) }, peak * load, connections);
        var sending = producers.SendAsync();
        var untilStart = TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), producers.Start);
        await Task.WhenAny(sending, Task.Delay(untilStart + part, TimeProvider.System));
        var (before, after) = await ImportAsync(server, producers, import, sending, run.Durations.WarmUp);

        var warm = run.Durations.WarmUp / (2 * part);
        var (calm, beside) = (producers.Freshness(server.Watch, warm, 0.5), producers.Freshness(server.Watch, 0.5 + warm));
        report.Add(
        [
            FormattableString.Invariant($"{run.Workload.Describe()}; {load:P0} of {peak:N0} readings/s; calm, and beside {HistoryImport.Description}; ")
                + FormattableString.Invariant($"of each warm-up {run.Durations.WarmUp.TotalSeconds} s, measured {run.Durations.Measured.TotalSeconds} s; seed {run.Seed}."),
            "",
            .. Percentiles.Head,
            calm.Row("freshness, calm"),
            producers.Late(warm, 0.5).Row("of which: sent after its instant"),
            beside.Row("freshness, beside the import"),
            producers.Late(0.5 + warm).Row("of which: sent after its instant"),
            "",
            FormattableString.Invariant($"p99 beside the import ÷ calm: {beside[0.99] / calm[0.99]:F2}, at most {TargetRatio} wanted. ")
                + FormattableString.Invariant($"Meanwhile {(after - before).PerSecond:N0} readings/s were imported."),
        ]);
    }

    /// <summary>
    /// Imports until the load has been sent and the root holds all of it. Returns what was imported when the warm-up was over, and at the
    /// end.
    /// </summary>
    private static async Task<(Meter Before, Meter After)> ImportAsync(
        WatchedServer server, PacedLoad producers, HistoryImport import, Task sending, TimeSpan warmUp)
    {
        using var stop = new CancellationTokenSource();
        var importing = Task.Run(() => import.RunAsync(stop.Token), CancellationToken.None);
        await Task.WhenAny(importing, Task.Delay(warmUp, TimeProvider.System));
        var before = Meter.Read(await server.Process.UsageAsync(), import.Acknowledged);
        await await Task.WhenAny(importing, sending);
        await sending;
        await await Task.WhenAny(importing, server.HeldAsync(producers.Marks));
        var after = Meter.Read(await server.Process.UsageAsync(), import.Acknowledged);
        await stop.CancelAsync();
        await importing;
        return (before, after);
    }
}
