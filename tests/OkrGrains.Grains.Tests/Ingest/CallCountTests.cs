using System.Diagnostics.Metrics;
using System.Text;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Tests.Stores;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Grains.Tests.Ingest;

/// <summary>Counts the grain calls that a hundred thousand readings cost when more come in than can be committed one by one.</summary>
public sealed class CallCountTests
{
    private const int Kpis = 100;
    private const int Batches = 100;
    private const int BatchReadings = 1_000;
    private const int MostCallsPerBatch = 80;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Readings_that_wait_for_a_commit_share_the_calls_after_it(int silos)
    {
        var reached = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var appends = 0;
        WatchedStore? store = null;
        await using var cluster = await GoalCluster.StartAsync(silos, SmallTree.At, wrap: inner => store = new WatchedStore(inner));
        await cluster.ApplyAsync(Encoding.UTF8.GetBytes(Plan()));
        using var contributions = new CallCounter(
            "okrgrains.contributions.sent", Enumerable.Range(0, silos).Select(silo => cluster.Of<IMeterFactory>(silo)));
        store!.BeforeAppend = _ =>
        {
            Interlocked.Increment(ref appends);
            reached.TrySetResult();
            return release.Task;
        };

        using var session = await new Producer(cluster, "w", "p").OpenAsync(0);
        var directory = await cluster.DirectoryAsync("w");
        var sent = new List<Task<Submitted>>();
        for (var batch = 0; batch < Batches; batch++)
        {
            var readings = Enumerable.Range(0, BatchReadings).Select(i => SmallTree.Reading(Kpi(i % Kpis), 1));
            sent.Add(Producer.SubmitAsync(session, Producer.Routed(session, directory, readings, (batch * BatchReadings) + 1)));
            await (batch == 0 ? reached.Task : Task.CompletedTask);
        }

        release.SetResult();
        Assert.All(await Task.WhenAll(sent), done => Assert.Empty(done.NotTaken));
        var each = new Nano((Int128)(Batches * BatchReadings / Kpis) * Nano.UnitsPerOne);
        Assert.Equal(each, await cluster.ValueAsync(Kpi(0)));

        // The first batch is sent alone, since nothing is in flight; all others go together.
        Assert.Equal(2 * Kpis, appends);
        Assert.InRange(appends + contributions.Count, 1, MostCallsPerBatch * Batches);
    }

    private static GoalName Kpi(int index) => new(GoalKind.Kpi, $"k{index}");

    private static string Plan()
    {
        var plan = new StringBuilder("workspace: w\nkpis:\n");
        plan.AppendJoin('\n', Enumerable.Range(0, Kpis).Select(i => $"  - {{id: k{i}, aggregation: sum, target: 100000}}"));
        plan.Append("\nobjectives:\n  - id: top\n    keyResults:\n");
        plan.AppendJoin('\n', Enumerable.Range(0, Kpis / 10).Select(i =>
            $"      - {{id: r{i}, kpis: [{string.Join(", ", Enumerable.Range(10 * i, 10).Select(k => $"{{kpi: k{k}}}"))}]}}"));
        return plan.Append('\n').ToString();
    }

    /// <summary>Adds up a counter of some silos.</summary>
    private sealed class CallCounter : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _count;

        public CallCounter(string name, IEnumerable<IMeterFactory> silos)
        {
            var scopes = silos.ToHashSet<object>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == name && instrument.Meter.Scope is { } scope && scopes.Contains(scope))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _count, value));
            _listener.Start();
        }

        public long Count => Interlocked.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}
