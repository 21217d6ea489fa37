using System.Globalization;
using System.Text;
using Grpc.Core;
using OkrGrains.Client;
using OkrGrains.Contracts.V1;
using OkrGrains.Load;
using OkrGrains.Load.Workloads;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Crash.Producing;

/// <summary>
/// Producers that saturate the server beside those whose every reading is checked. Each has KPIs of its own, in a separate workspace. Each
/// of its batches holds equally many readings of value 1 for each of these KPIs, so that the value of a KPI says exactly how many of them
/// count.
/// </summary>
/// <param name="producers">The number of producers; 0 for no load.</param>
internal sealed class CrashLoad(int producers) : IDisposable
{
    private const int KpisOfProducer = 100;
    private const int BatchReadings = 1_000;
    private const int PerKpi = BatchReadings / KpisOfProducer;
    private const string Workspace = "workspaces/" + GoalTree.Workspace;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(20);
    private static readonly long _baseTime = CrashOptions.Now.UnixMillis - (long)TimeSpan.FromDays(1).TotalMilliseconds;

    private readonly GoalTree _tree = new(producers * KpisOfProducer, producers * 10, [producers, 1]);
    private readonly LoadProducer[] _producers =
        [.. Enumerable.Range(0, producers).Select(number => new LoadProducer($"load-{number}", BatchesOf(number), _baseTime))];

    private CancellationTokenSource _stop = new();
    private CancellationTokenSource _cut = new();
    private Task _running = Task.CompletedTask;

    public long Acknowledged => _producers.Sum(producer => producer.Acknowledged);

    public async Task ApplyAsync(OkrClient client)
    {
        if (producers > 0)
        {
            using var plan = new MemoryStream(Encoding.UTF8.GetBytes(_tree.ToPlan()));
            await client.Goals.ApplyPlanAsync(plan, new ApplyPlanHeader { Author = "crash" });
        }
    }

    public void Start(string[] urls)
    {
        _stop.Dispose();
        _cut.Dispose();
        (_stop, _cut) = (new(), new());
        var (stop, cut) = (_stop.Token, _cut.Token);
        _running = Task.WhenAll(_producers.Select((producer, number) =>
            Task.Run(() => RunAsync(producer, new Uri(urls[number % urls.Length]), stop, cut))));
    }

    /// <summary>Stops at once. Readings that are not acknowledged may or may not be durable.</summary>
    public async Task StopAsync()
    {
        await _cut.CancelAsync();
        await _running;
    }

    /// <summary>Sends nothing new, and ends once everything that was ever sent is acknowledged.</summary>
    public async Task FinishAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running.WaitAsync(ICrashProducer.Patience);
        }
        catch (TimeoutException)
        {
            throw new CrashFailure($"the load has sent {_producers.Sum(producer => producer.Sent)}, and {Acknowledged} is acknowledged, for good as it seems");
        }
    }

    /// <summary>
    /// Checks that each KPI holds everything that was acknowledged and nothing that was not sent, and that the first answer of the root
    /// follows from the KPIs. A server that was killed and started again is right at once; a running server is right once it has passed on
    /// what is acknowledged.
    /// </summary>
    public async Task CheckAsync(OkrClient client, bool started)
    {
        if (producers == 0)
        {
            return;
        }

        var token = started ? "" : _producers.Select(producer => producer.Token).MaxBy(token => (token.Length, token))!;
        var root = (await client.Goals.GetAsync(_tree.Root, token)).Figures.Score.Decimal;
        var values = new Int128[_tree.Kpis];
        foreach (var goal in (await client.Goals.ListAsync(Workspace)).Goals.Where(goal => goal.Kind == GoalKind.Kpi))
        {
            var kpi = int.Parse(goal.Name.Split("/k")[^1], CultureInfo.InvariantCulture);
            var producer = _producers[kpi / KpisOfProducer];
            var count = goal.Figures.Value?.Decimal is { } value ? long.Parse(value, CultureInfo.InvariantCulture) : 0;
            if (count * KpisOfProducer < producer.Acknowledged || count * KpisOfProducer > producer.Sent)
            {
                throw new CrashFailure(
                    $"{goal.Name} counts {count} readings; {producer.Acknowledged / KpisOfProducer} are acknowledged, {producer.Sent / KpisOfProducer} were sent");
            }

            values[kpi] = count * Nano.UnitsPerOne;
        }

        if (_tree.RootScore(values).ToString() is var expected && root != expected)
        {
            throw new CrashFailure($"the root of the load said {root} before anything else was asked, and its KPIs come to {expected}");
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        _cut.Dispose();
    }

    private static LoadBatches BatchesOf(int producer) => new([new(
        [.. Enumerable.Range(0, BatchReadings).Select(reading => (producer * KpisOfProducer) + (reading / PerKpi))],
        [.. Enumerable.Repeat(1d, BatchReadings)],
        [.. Enumerable.Range(0, BatchReadings)])]);

    private static async Task RunAsync(LoadProducer producer, Uri server, CancellationToken stop, CancellationToken cut)
    {
        using var channel = Connections.Open(server);
        while (!cut.IsCancellationRequested)
        {
            try
            {
                await producer.RunAsync(channel.CreateCallInvoker(), stop, cut);
                return;
            }
            catch (LoadException failure)
            {
                throw new CrashFailure(failure.Message);
            }
            catch (Exception failure) when (cut.IsCancellationRequested || ServerLoss.Explains(failure))
            {
                await Task.Delay(_pause, TimeProvider.System, cut).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
