using OkrGrains.Benchmarks.Load;
using OkrGrains.Benchmarks.Peers;
using OkrGrains.Benchmarks.Reports;
using OkrGrains.Benchmarks.Starting;
using OkrGrains.Load;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks.Latency;

/// <summary>
/// Measures batches to KPIs that are not in memory, one a second, on a server that has served such batches before: so each KPI has to be
/// loaded from the store, and nothing has to be compiled any more.
/// </summary>
/// <remarks>
/// The server is started on a full store, and each KPI gets one reading, which is its target. So each reading raises the score of the root
/// by exactly one part in <see cref="Kpis"/>, and the score tells how many of them it includes. What the store held before raises it by far
/// less than half of that. The schedule begins anew after the warm-up, whose first batches take long and would hold up all others.
/// </remarks>
internal sealed class ColdBatches(int seed)
{
    /// <summary>What a batch may take.</summary>
    private const double TargetMillis = 150;

    private const int Kpis = 100_000;
    private const int BatchReadings = 1_000;
    private const int HistoryOfKpi = 10;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly FirstReached _reached = new(GoalTree.OfTens(Kpis));
    private readonly int[][] _batches = Drawn(seed);
    private readonly List<TimeSpan> _durable = [];
    private readonly List<TimeSpan> _fresh = [];

    /// <summary>The greatest number of batches, the warm-up included: none of them has a KPI of another.</summary>
    public static int MostBatches => Kpis / BatchReadings;

    public static async Task MeasureAsync(Run run, Report report)
    {
        var warm = (int)(run.Durations.WarmUp / Interval);
        var count = warm + (int)(run.Durations.Measured / Interval);
        var store = await FullStore.FillAsync(run.Folder, Kpis, HistoryOfKpi * Kpis, run.Seed);
        await using var server = await WatchedServer.StartAsync(run.Folder, store.Tree.Root, Kpis);
        using var connections = new Connections(server.Process.Address, 1);
        using var call = await ProducerCall.OpenAsync(connections[0], "cold", store.Tree.KpiIds);
        report.Add(
        [
            FormattableString.Invariant($"{store.Tree.Goals:N0} goals, none in memory at first, {HistoryOfKpi + 1} readings stored for each of {Kpis:N0} KPIs; ")
                + FormattableString.Invariant($"a batch of {BatchReadings:N0} readings a second, each to a KPI that had none since the start; seed {run.Seed}."),
            "",
            "| batch | goals reached for the first time | all durable, ms | root holds all, ms |",
            "|---|---|---|---|",
        ]);
        var batches = new ColdBatches(run.Seed);
        await batches.SendAsync(server, call, 0, warm, line => report.Add([$"| warm-up {line}"]));
        await batches.SendAsync(server, call, warm, count, line => report.Add([$"| {line}"]));
        report.Add(
        [
            "",
            $"Without the {warm} batches of the warm-up:",
            "",
            .. Percentiles.Head,
            new Percentiles(batches._durable.Skip(warm)).Row("meant to be sent, until all of a batch is acknowledged as durable"),
            new Percentiles(batches._fresh.Skip(warm)).Row("meant to be sent, until the root's watcher holds all of a batch"),
            "",
            FormattableString.Invariant($"Of {count - warm} batches {batches._fresh.Skip(warm).Count(took => took.TotalMilliseconds <= TargetMillis)} were held within {TargetMillis} ms."),
        ]);
    }

    /// <summary>Sends the batches from one number to another, each at its instant but after the one before is held.</summary>
    private async Task SendAsync(WatchedServer server, ProducerCall call, int from, int to, Action<string> tell)
    {
        var time = TimeProvider.System;
        var schedule = new Schedule(time.GetTimestamp() + time.TimestampFrequency, Interval);
        for (var batch = from; batch < to; batch++)
        {
            var intended = schedule.Intended(batch - from);
            var kpis = _batches[batch];
            var columns = BatchMessage.Encode(new ReadingBlock(kpis, [.. kpis.Select(_ => (double)GoalTree.Target)], [.. kpis.Select(_ => 0)]));
            var held = server.HeldAsync((batch + 1) * BatchReadings);
            await schedule.WaitAsync(batch - from);
            await call.SendAsync(columns, BatchReadings, time.GetUtcNow().ToUnixTimeMilliseconds());
            _durable.Add(time.GetElapsedTime(intended, await call.DurableAsync()));
            _fresh.Add(time.GetElapsedTime(intended, await held));
            tell(FormattableString.Invariant(
                $"{batch + 1} | {_reached.Count(kpis):N0} | {_durable[batch].TotalMilliseconds:F1} | {_fresh[batch].TotalMilliseconds:F1} |"));
        }
    }

    private static int[][] Drawn(int seed)
    {
        var order = Enumerable.Range(0, Kpis).ToArray();
        new Random(seed).Shuffle(order);
        return [.. order.Chunk(BatchReadings)];
    }
}
