using Grpc.Core;
using Grpc.Net.Client;
using OkrGrains.Client;
using OkrGrains.Load;
using OkrGrains.Stress.Probing;
using OkrGrains.Stress.Servers;

namespace OkrGrains.Stress.Watching;

/// <summary>
/// Runs watchers of a goal that changes many times a second: first all of them read, then some of them read nothing on the same
/// connections, then all of them read again.
/// </summary>
internal sealed class SlowConsumersRun(SlowConsumersOptions options, Checks checks)
{
    private const int WatchersOfConnection = 100;
    private const double MostRatio = 1.2;

    /// <summary>
    /// The memory allowed for a stuck watcher, in bytes: what waits in its response's buffer, and the newest state of each of its five
    /// goals.
    /// </summary>
    private const long BytesOfStuck = 256 * Sizes.KiB;

    /// <summary>The memory allowed for garbage that the collector has not taken back yet, in bytes.</summary>
    private const long Shared = 96 * Sizes.MiB;

    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _sendLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    // At five goals for each change, it takes this long until the windows on the way to a stuck watcher are full.
    private static readonly TimeSpan _filling = TimeSpan.FromSeconds(10);

    private readonly List<GrpcChannel> _channels = [];

    public async Task RunAsync()
    {
        await using var server = await StressServer.StartAsync($"SendLimit={_sendLimit}");
        using (var client = new OkrClient(server.Address))
        {
            await ProbeTree.ApplyAsync(client);
        }

        _channels.AddRange(Enumerable.Range(0, options.Watchers / WatchersOfConnection).Select(_ => Connections.Open(server.Address)));
        await using var probe = await Probe.StartAsync(server.Address, _period);
        await WatchAsync(probe, "warming up", stuck: 0);
        var reading = await WatchAsync(probe, "all read", stuck: 0);
        long idle;
        await using (var memory = new MemoryWatch(server))
        {
            await Task.Delay(_period, TimeProvider.System);
            idle = memory.Most;
            var beside = await WatchAsync(probe, "some read nothing", options.Stuck);
            var ratio = beside.P99 / reading.P99;
            checks.Timing(ratio <= MostRatio, $"p99 of those that read: {ratio:F2} times that without stuck ones, {MostRatio} at most");
            var bound = idle + Shared + (options.Stuck * BytesOfStuck);
            checks.That(memory.Most <= bound, $"memory: {Sizes.ToMiB(memory.Most)} MiB at most, bound {Sizes.ToMiB(bound)} MiB, {Sizes.ToMiB(idle)} MiB before");
        }

        var again = await WatchAsync(probe, "all read again", stuck: 0);
        Checks.Figure($"noise: p99 {again.P99 / reading.P99:F2} times that of the first time without stuck ones");
        var counted = await probe.FinishAsync(_patience);
        checks.That(counted == probe.Sent, $"{counted} of {probe.Sent} readings count at the top in the end");
        _channels.ForEach(channel => channel.Dispose());
    }

    private async Task<Latencies> WatchAsync(Probe probe, string when, int stuck)
    {
        using var end = new CancellationTokenSource();
        var stuckOnes = Enumerable.Range(0, stuck).Select(number => new StuckWatcher(Invoker(number), ProbeTree.Root)).ToList();
        var readers = Enumerable.Range(stuck, options.Watchers - stuck)
            .Select(number => new ReadingWatcher(Invoker(number), subtree: number < options.Stuck)).ToList();
        var running = Task.WhenAll(readers.Select(reader => reader.RunAsync(end.Token)));
        await Task.WhenAll(readers.Select(reader => reader.Synced)).WaitAsync(_patience);
        await Task.Delay(stuck > 0 ? _filling : TimeSpan.Zero, TimeProvider.System);

        var from = probe.Mark();
        await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(options.Seconds), TimeProvider.System));
        var to = probe.Mark() - 1;
        await Task.WhenAll(readers.Select(reader => reader.Seen.ThroughAsync(to))).WaitAsync(_patience);
        var fresh = new Latencies(readers.SelectMany(reader => probe.Ages(reader.Seen, from, to)));
        Checks.Figure($"{when}, {readers.Count} watchers: fresh {fresh}");
        checks.That(
            readers.All(reader => reader.Seen.Through >= to), $"{when}: each of {readers.Count} watchers holds the newest state after {to - from} changes");
        await CheckStuckAsync(stuckOnes, to);
        await end.CancelAsync();
        await running.WaitAsync(_patience);
        return fresh;
    }

    private async Task CheckStuckAsync(List<StuckWatcher> stuck, long changes)
    {
        if (stuck.Count == 0)
        {
            return;
        }

        await Task.Delay(_sendLimit, TimeProvider.System);
        var ends = await Task.WhenAll(stuck.Select(watcher => watcher.ReadAsync(_patience)));
        stuck.ForEach(watcher => watcher.Dispose());
        var cut = ends.Count(end => end.End is { Code: StatusCode.ResourceExhausted });
        var most = ends.Max(end => end.Goals);
        checks.That(cut == stuck.Count, $"{cut} of {stuck.Count} stuck watchers were cut: {string.Join("; ", ends.Select(end => Describe(end.End)).Distinct())}");
        Checks.Figure($"a stuck watcher was sent {most} goals at most, while the top changed up to {changes} times");
    }

    private static string Describe(Client.RpcFault? end) => end is null ? "not ended" : $"{end.Code} {end.Reason} {end.Message}";

    private CallInvoker Invoker(int number) => _channels[number % _channels.Count].CreateCallInvoker();
}
