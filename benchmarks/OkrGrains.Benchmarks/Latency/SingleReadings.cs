using OkrGrains.Benchmarks.Load;
using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Benchmarks.Peers;
using OkrGrains.Benchmarks.Reports;
using OkrGrains.Load;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks.Latency;

/// <summary>
/// Measures a reading alone on a calm server: until it is acknowledged as durable, and until the root's watcher holds it. Nothing else is
/// under way, so this is what the way of a reading costs at least, beside the disk.
/// </summary>
internal sealed class SingleReadings(WatchedServer server, ProducerCall call, int seed)
{
    /// <summary>What a reading may take until it is durable, beside a synced append.</summary>
    private const double TargetMillis = 5;

    private const int LeastPauseMillis = 10;
    private const int MostPauseMillis = 50;

    private readonly ReadOnlyMemory<byte> _columns = BatchMessage.Encode(new ReadingBlock([0], [1], [0]));
    private readonly Random _random = new(seed);
    private readonly List<TimeSpan> _durable = [];
    private readonly List<TimeSpan> _fresh = [];
    private int _sent;

    public static async Task MeasureAsync(Run run, int readings, Report report)
    {
        var tree = run.Workload.Tree;
        await using var server = await WatchedServer.StartAsync(run.Folder, tree.Root, MarkedTree.Most, MarkedTree.ToPlan(tree));
        using var connections = new Connections(server.Process.Address, 1);
        using var call = await ProducerCall.OpenAsync(connections[0], "single", [MarkedTree.Marker]);
        var singles = new SingleReadings(server, call, run.Seed);
        await singles.WarmUpAsync(run.Durations.WarmUp, MarkedTree.Most - readings);
        var warm = singles._sent;
        var before = await ServerWork.ReadAsync(server.Process);
        await singles.SendAsync(readings);
        var commitBytes = (await ServerWork.ReadAsync(server.Process)).CommitBytesSince(before);
        var (_, p50, p99) = DiskSync.Measure(Path.GetTempPath(), commitBytes);
        report.Add(
        [
            FormattableString.Invariant($"{tree.Goals:N0} goals, one producer; one reading at a time, each after the one before is held and a pause of {LeastPauseMillis} to {MostPauseMillis} ms; ")
                + FormattableString.Invariant($"warm-up {warm:N0} readings without pauses; seed {run.Seed}."),
            "",
            .. Percentiles.Head,
            new Percentiles(singles._durable).Row("sent, until acknowledged as durable"),
            new Percentiles(singles._fresh).Row("freshness: sent, until the root's watcher holds it"),
            "",
            FormattableString.Invariant($"The server wrote {commitBytes:N0} bytes a commit. Synced appends of as many, one after the other: p50 {p50:F2} ms, p99 {p99:F2} ms; ")
                + FormattableString.Invariant($"{TargetMillis} ms and one of them: {TargetMillis + p50:F2} ms by its p50, {TargetMillis + p99:F2} ms by its p99."),
        ]);
    }

    private async Task WarmUpAsync(TimeSpan duration, int most)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (_sent < most && TimeProvider.System.GetElapsedTime(started) < duration)
        {
            await SendOneAsync();
        }
    }

    private async Task SendAsync(int readings)
    {
        for (var reading = 0; reading < readings; reading++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(LeastPauseMillis, MostPauseMillis)), TimeProvider.System);
            var (sent, durable, held) = await SendOneAsync();
            _durable.Add(TimeProvider.System.GetElapsedTime(sent, durable));
            _fresh.Add(TimeProvider.System.GetElapsedTime(sent, held));
        }
    }

    /// <summary>Returns the timestamps at which a reading was sent, acknowledged as durable, and held by the watcher.</summary>
    private async Task<(long Sent, long Durable, long Held)> SendOneAsync()
    {
        var time = TimeProvider.System;
        var held = server.HeldAsync(++_sent);
        var sent = time.GetTimestamp();
        await call.SendAsync(_columns, readings: 1, time.GetUtcNow().ToUnixTimeMilliseconds());
        return (sent, await call.DurableAsync(), await held);
    }
}
