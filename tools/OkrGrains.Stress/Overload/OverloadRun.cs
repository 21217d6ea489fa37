using System.Text;
using Grpc.Core;
using OkrGrains.Client;
using OkrGrains.Contracts.V1;
using OkrGrains.Load;
using OkrGrains.Load.Workloads;
using OkrGrains.Stress.Probing;
using OkrGrains.Stress.Servers;

namespace OkrGrains.Stress.Overload;

/// <summary>
/// Runs as many producers as saturate the server, each within its window; then five times as many, which send as much as flow control lets
/// them; then none. A probe sends all the time.
/// </summary>
internal sealed class OverloadRun(OverloadOptions options, Checks checks)
{
    private const int Seed = 1;
    private const double Goodput = 0.8;

    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _recovery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);
    private static readonly Workload _workload = Workload.All.Single(workload => workload.Name == "w1");

    private readonly ReadingBlocks _blocks = new(_workload, producer: 0, Seed);
    private readonly List<LoadProducer> _producers = [];

    public async Task RunAsync()
    {
        var batches = new LoadBatches(_blocks.Blocks);

        // All producers but the probe are in one workspace, which may have all streams here.
        await using var server = await StressServer.StartAsync(
            $"MaxReadingStreams={options.Streams}",
            $"MaxReadingStreamsPerWorkspace={options.Streams}",
            $"MaxReadingsInFlight={OverloadOptions.ReadingsInFlight}");
        using var client = new OkrClient(server.Address);
        using (var plan = new MemoryStream(Encoding.UTF8.GetBytes(_workload.Tree.ToPlan())))
        {
            await client.Goals.ApplyPlanAsync(plan, new ApplyPlanHeader { Author = "stress" });
        }

        await ProbeTree.ApplyAsync(client);
        await using var probe = await Probe.StartAsync(server.Address, _period);
        await MeasureAsync(probe, "before anything is sent, not measured", TimeSpan.FromSeconds(2));
        var calm = await MeasureAsync(probe, "calm", Seconds);

        using var peak = new LoadGroup(Group("peak", options.Producers, batches, keepsWindow: true), server.Address);
        await StartAsync("peak", _producers, probe);
        var peakRate = await peak.RateAsync(Seconds);
        Checks.Figure($"{options.Producers} producers within their windows: {peakRate:N0} readings/s, {Sizes.ToMiB(server.Resident)} MiB");
        await peak.FinishAsync(_patience);
        var idle = server.Resident;

        await using (var memory = new MemoryWatch(server))
        {
            var ended = await OverloadAsync(server, probe, batches, peakRate);
            await RecoverAsync(probe, calm, ended);
            var bound = idle + OverloadBound.Of(options.Streams, OverloadOptions.ReadingsInFlight);
            checks.That(
                memory.Most <= bound,
                $"memory: {Sizes.ToMiB(memory.Most)} MiB at most, bound {Sizes.ToMiB(bound)} MiB, {Sizes.ToMiB(idle)} MiB before");
        }

        await CheckAnswerAsync(client, probe);
    }

    private TimeSpan Seconds => TimeSpan.FromSeconds(options.Seconds);

    private async Task<long> OverloadAsync(StressServer server, Probe probe, LoadBatches batches, double peakRate)
    {
        var producers = Group("overload", options.Producers * OverloadOptions.Times, batches, keepsWindow: false);
        using var overload = new LoadGroup(producers, server.Address);
        await StartAsync("overload", producers, probe);
        var rate = await overload.RateAsync(Seconds);
        await MeasureAsync(probe, "overload", Seconds / 2);
        checks.Timing(rate >= peakRate * Goodput, $"goodput in overload: {rate:N0} readings/s, {rate / peakRate:P0} of the peak, at least {Goodput:P0}");
        await CheckRefusalsAsync(server);
        CheckFlowControl(producers);
        var ended = TimeProvider.System.GetTimestamp();
        await overload.FinishAsync(_patience);
        Checks.Figure($"what was in flight when the overload ended took {TimeProvider.System.GetElapsedTime(ended).TotalSeconds:F1} s");

        checks.That(true, $"none of {producers.Count} producers in overload was refused");
        return ended;
    }

    /// <summary>Ends when each producer has got an acknowledgement, since there is no rate before.</summary>
    private async Task StartAsync(string when, List<LoadProducer> producers, Probe probe)
    {
        var started = TimeProvider.System.GetTimestamp();
        do
        {
            await MeasureAsync(probe, $"{when}, warming up", Seconds / 2);
        }
        while (producers.Any(producer => producer.Acknowledged == 0) && TimeProvider.System.GetElapsedTime(started) < _patience);
    }

    /// <summary>
    /// Checks that the server takes what it has room for, and that the rest waits in transports, as much as flow control lets in, or has
    /// not been sent.
    /// </summary>
    private void CheckFlowControl(List<LoadProducer> producers)
    {
        var inFlight = producers.Sum(producer => producer.Sent - producer.Acknowledged);
        var most = OverloadOptions.ReadingsInFlight + (producers.Count * FlowControl.MostReadings);
        checks.That(
            inFlight > OverloadOptions.ReadingsInFlight && inFlight <= most,
            $"flow control: {inFlight:N0} readings sent and not acknowledged; room for {OverloadOptions.ReadingsInFlight:N0} in the server, and {most:N0} with transports");
    }

    /// <summary>Checks that only producers that come when all streams are taken are told to come back later.</summary>
    private async Task CheckRefusalsAsync(StressServer server)
    {
        var told = 0;
        for (var i = 0; i < OverloadOptions.Refused; i++)
        {
            using var channel = Connections.Open(server.Address);
            using var call = new ReadingService.ReadingServiceClient(channel).StreamReadings();
            try
            {
                var open = new StreamOpen { Workspace = ProbeTree.Workspace, Producer = $"beyond-{i}" };
                await call.RequestStream.WriteAsync(new StreamReadingsRequest { Open = open });
                await call.ResponseStream.MoveNext(CancellationToken.None);
            }
            catch (RpcException refused) when (RpcFault.Of(refused) is
                { Code: StatusCode.ResourceExhausted, Reason: "OVERLOADED", RetryAfter: not null })
            {
                told++;
            }
        }

        checks.That(
            told == OverloadOptions.Refused,
            $"{told} of {OverloadOptions.Refused} producers beyond {options.Streams} streams were told RESOURCE_EXHAUSTED with RetryInfo");
    }

    private async Task RecoverAsync(Probe probe, Latencies calm, long ended)
    {
        // Twice the calm figure, or 10 ms more than it, counts as normal, because the machine has jitter of its own.
        var normal = Math.Max(calm.P99 * 2, calm.P99 + 10);
        Latencies now;
        do
        {
            now = await MeasureAsync(probe, "after the overload", TimeSpan.FromSeconds(1));
        }
        while (now.P99 > normal && TimeProvider.System.GetElapsedTime(ended) < _patience);
        var took = TimeProvider.System.GetElapsedTime(ended);
        checks.Timing(took <= _recovery, $"{took.TotalSeconds:F0} s after the overload p99 is {now.P99:F1} ms (calm: {calm.P99:F1} ms), {_recovery.TotalSeconds} s at most");
    }

    private async Task CheckAnswerAsync(OkrClient client, Probe probe)
    {
        checks.That(
            _producers.All(producer => producer.Acknowledged == producer.Sent),
            $"{_producers.Sum(producer => producer.Acknowledged):N0} of {_producers.Sum(producer => producer.Sent):N0} readings sent are acknowledged");
        var sums = new Int128[_workload.Tree.Kpis];
        foreach (var producer in _producers)
        {
            _blocks.AddTo(sums, producer.SentBatches);
        }

        var expected = _workload.Tree.RootScore(sums).ToString();
        var actual = "";
        foreach (var producer in _producers)
        {
            actual = (await client.Goals.GetAsync(_workload.Tree.Root, producer.Token)).Figures.Score.Decimal;
        }

        checks.That(actual == expected, $"the root is {actual}; what was acknowledged comes to {expected}");
        var counted = await probe.FinishAsync(_patience);
        checks.That(
            counted == probe.Sent && probe.Acknowledged == probe.Sent,
            $"of the {probe.Sent:N0} readings of a producer beside it {probe.Acknowledged:N0} are acknowledged, and its root counts {counted:N0}");
    }

    private List<LoadProducer> Group(string name, int count, LoadBatches batches, bool keepsWindow)
    {
        var time = TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds();
        var group = Enumerable.Range(0, count).Select(number => new LoadProducer($"{name}-{number}", batches, time, keepsWindow)).ToList();
        _producers.AddRange(group);
        return group;
    }

    private static async Task<Latencies> MeasureAsync(Probe probe, string when, TimeSpan duration)
    {
        var from = probe.Mark();
        await Task.WhenAny(probe.Running, Task.Delay(duration, TimeProvider.System));
        var to = probe.Mark();
        var acknowledged = probe.Acknowledgements(from, to);
        var fresh = probe.Freshness(from, to);
        Checks.Figure($"{when}: acknowledged {acknowledged}; fresh {fresh}; {to - from} sent");
        return fresh.Count >= (to - from) * 0.9 ? fresh : new Latencies([double.PositiveInfinity]);
    }
}
