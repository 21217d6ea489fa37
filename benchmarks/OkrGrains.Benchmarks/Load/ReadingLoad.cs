using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Load;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks.Load;

/// <summary>All producers of a workload against one server.</summary>
internal sealed class ReadingLoad : IDisposable
{
    private readonly Workload _workload;
    private readonly Connections _connections;
    private readonly ReadingBlocks[] _blocks;
    private readonly ProducerLoad[] _producers;

    public ReadingLoad(Workload workload, Uri server, int seed, long baseTimeMillis)
    {
        _workload = workload;
        _connections = new(server, workload.Connections);
        _blocks = [.. Enumerable.Range(0, workload.Producers).Select(producer => new ReadingBlocks(workload, producer, seed))];
        _producers = [.. _blocks.Select((blocks, producer) => new ProducerLoad(_connections[producer], workload, producer, blocks, baseTimeMillis))];
    }

    public long Acknowledged => _producers.Sum(producer => producer.Acknowledged);

    public IEnumerable<string> Tokens => _producers.Select(producer => producer.Token).Where(token => token.Length > 0);

    /// <summary>
    /// Sends in three phases: a warm-up until each producer was answered at least once, the measured time, and the wait for the last
    /// acknowledgements.
    /// </summary>
    public async Task<Rate> RunAsync(Durations durations, Func<Task<Usage>> usage)
    {
        using var stop = new CancellationTokenSource();
        var running = SendAsync(long.MaxValue, stop.Token);
        await durations.WarmUpAsync(running, () => Array.TrueForAll(_producers, producer => producer.Acknowledged > 0));
        var before = Meter.Read(await usage(), Acknowledged);
        await Task.WhenAny(running, Task.Delay(durations.Measured, TimeProvider.System));
        var after = Meter.Read(await usage(), Acknowledged);
        await stop.CancelAsync();
        await running;
        return after - before;
    }

    /// <summary>Sends at least <paramref name="readings"/> readings, waits until all are acknowledged, and returns their number.</summary>
    public async Task<long> SendAsync(long readings)
    {
        var each = (long)_producers.Length * _workload.BatchReadings;
        await SendAsync((readings + each - 1) / each, CancellationToken.None);
        return Acknowledged;
    }

    /// <summary>Returns the sums of the readings that were sent, for each KPI.</summary>
    public Int128[] Sums()
    {
        var sums = new Int128[_workload.Tree.Kpis];
        for (var producer = 0; producer < _producers.Length; producer++)
        {
            _blocks[producer].AddTo(sums, _producers[producer].Batches);
        }

        return sums;
    }

    public void Dispose() => _connections.Dispose();

    private Task SendAsync(long batchesOfEach, CancellationToken stop) =>
        Task.WhenAll(_producers.Select(producer => Task.Run(() => producer.RunAsync(batchesOfEach, stop), CancellationToken.None)));
}
