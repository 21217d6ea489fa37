using System.Globalization;
using System.Text;
using OkrGrains.Client;
using OkrGrains.Client.Readings;
using OkrGrains.Contracts.V1;
using OkrGrains.Stress.Probing;
using OkrGrains.Stress.Servers;

namespace OkrGrains.Stress.Storms;

/// <summary>
/// Has one workspace after the other storm: readings at the bottom of many formulas, first while nothing is loaded and then again and again.
/// Meanwhile goals of another workspace are read and take readings, as if nothing were.
/// </summary>
internal sealed class StormRun(IReadOnlyCollection<string> plans, double seconds, Checks checks)
{
    /// <summary>The longest wait of another workspace, at the 99th percentile, in milliseconds.</summary>
    private const double MostMillis = 250;

    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private static readonly DateTimeOffset _time = TimeProvider.System.GetUtcNow().AddHours(-1);

    public async Task RunAsync()
    {
        await using var server = await StressServer.StartAsync();
        using var client = new OkrClient(server.Address);
        await ProbeTree.ApplyAsync(client);
        await using var probe = await Probe.StartAsync(server.Address, _period);

        // What a program that has just started compiles would be measured as the calm.
        await Task.Delay(_warmUp, TimeProvider.System);
        await CallsAsync("calm", server.Address, probe, () => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System));
        foreach (var plan in StormPlan.All.Where(plan => plans.Contains(plan.Name)))
        {
            var started = TimeProvider.System.GetTimestamp();
            using var text = new MemoryStream(Encoding.UTF8.GetBytes(plan.Text));
            await CallsAsync($"{plan.Name}, applied", server.Address, probe, () => client.Goals.ApplyPlanAsync(text, new ApplyPlanHeader { Author = "stress" }));
            await StormAsync(plan, server.Address, client, probe);
            Checks.Figure($"{plan.Name}: {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F1} s in all, memory {Sizes.ToMiB(server.Resident)} MiB");
        }

        var counted = await probe.FinishAsync(_patience);
        checks.That(counted == probe.Sent, $"of the {probe.Sent} readings beside them the root counts {counted}");
    }

    private async Task StormAsync(StormPlan plan, Uri server, OkrClient client, Probe probe)
    {
        await using var producer = client.StartProducer(new ReadingProducerOptions { Workspace = $"workspaces/{plan.Name}", Producer = "storm" });
        await CallsAsync($"{plan.Name}, first reading", server, probe, async () =>
        {
            await WriteAsync(plan, producer);
            await WaitAsync(plan, client, readings: 1);
        });
        var rounds = 1;
        await CallsAsync($"{plan.Name}, storming", server, probe, async () =>
        {
            var started = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(started).TotalSeconds < seconds)
            {
                await WriteAsync(plan, producer);
                rounds++;
                await Task.Delay(_period, TimeProvider.System);
            }

            await producer.CompleteAsync();
            await WaitAsync(plan, client, rounds);
        });
    }

    private static async Task WriteAsync(StormPlan plan, ReadingProducer producer)
    {
        foreach (var kpi in plan.Bottom)
        {
            await producer.WriteAsync($"kpis/{kpi}", _time, 1);
        }
    }

    /// <summary>Waits until the top shows what the readings come to.</summary>
    private async Task WaitAsync(StormPlan plan, OkrClient client, int readings)
    {
        var started = TimeProvider.System.GetTimestamp();
        var right = (plan.Factor * readings).ToString(CultureInfo.InvariantCulture);
        string? shown = null;
        while (shown != right && TimeProvider.System.GetElapsedTime(started) < _patience)
        {
            await Task.Delay(_period, TimeProvider.System);
            shown = (await client.Goals.GetAsync($"workspaces/{plan.Name}/kpis/{plan.Top}")).Figures?.Value?.Decimal;
        }

        checks.That(shown == right, $"{plan.Name}: {plan.Top} is {shown}, and {right} is right; {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F1} s");
    }

    /// <summary>Reads a goal of the other workspace every 20 ms while something runs, each call counted from when it was due.</summary>
    private async Task CallsAsync(string name, Uri server, Probe probe, Func<Task> meanwhile)
    {
        using var client = new OkrClient(server);
        await client.Goals.GetAsync(ProbeTree.Root);
        var from = probe.Mark();
        var running = Task.Run(meanwhile);
        var started = TimeProvider.System.GetTimestamp();
        var calls = new List<Task<double>>();
        while (!running.IsCompleted)
        {
            var due = calls.Count * _period;
            calls.Add(Task.Run(async () =>
            {
                await client.Goals.GetAsync(ProbeTree.Root);
                return (TimeProvider.System.GetElapsedTime(started) - due).TotalMilliseconds;
            }));
            var ahead = (calls.Count * _period) - TimeProvider.System.GetElapsedTime(started);
            await Task.WhenAny(running, Task.Delay(ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero, TimeProvider.System));
        }

        await running;
        var latencies = new Latencies(await Task.WhenAll(calls));
        var acknowledged = probe.Acknowledgements(from, probe.Mark());
        checks.Timing(latencies.P99 <= MostMillis, $"{name}: another workspace's goal is read in {latencies}");
        checks.Timing(
            acknowledged.Count == 0 || acknowledged.P99 <= MostMillis,
            $"{name}: another workspace's readings are acknowledged in {acknowledged} and seen at its root in {probe.Freshness(from, probe.Mark())}");
    }
}
