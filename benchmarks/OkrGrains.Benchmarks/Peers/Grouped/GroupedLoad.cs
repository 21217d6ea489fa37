using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Load.Workloads;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Benchmarks.Peers.Grouped;

/// <summary>
/// Sends the batches of all producers, in turn, in groups over a few connections: while one group is being committed, the next one is
/// encoded and sent. So the measuring process loads the peer directly, with nothing in between.
/// </summary>
internal sealed class GroupedLoad
{
    private readonly Lock _lock = new();
    private readonly Workload _workload;
    private readonly int _batchesInGroup;
    private readonly ReadingBlocks[] _blocks;
    private readonly long[] _sent;
    private readonly long _startMillis;
    private int _next;
    private long _committed;
    private long _groups;

    public GroupedLoad(Workload workload, int seed, int batchesInGroup)
    {
        _workload = workload;
        _batchesInGroup = batchesInGroup;
        _blocks = [.. Enumerable.Range(0, workload.Producers).Select(producer => new ReadingBlocks(workload, producer, seed))];
        _sent = new long[_blocks.Length];
        _startMillis = TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds();
    }

    /// <summary>The number of committed groups.</summary>
    public long Groups => Volatile.Read(ref _groups);

    /// <summary>
    /// Sends in three phases: a warm-up until at least one group is committed, the measured time, and the wait for the last commits.
    /// </summary>
    public async Task<Rate> RunAsync(IEnumerable<IGroupStore> senders, Durations durations, Func<Task<Usage>> usage)
    {
        using var stop = new CancellationTokenSource();
        var running = Task.WhenAll(senders.Select(sender => Task.Run(() => SendAsync(sender, stop.Token))));
        await durations.WarmUpAsync(running, () => Groups > 0);
        var before = Meter.Read(await usage(), Volatile.Read(ref _committed));
        await Task.WhenAny(running, Task.Delay(durations.Measured, TimeProvider.System));
        var after = Meter.Read(await usage(), Volatile.Read(ref _committed));
        await stop.CancelAsync();
        await running;
        return after - before;
    }

    /// <summary>Compares the root with the sum of all readings sent.</summary>
    /// <exception cref="WrongAnswerException">They differ.</exception>
    public void Check(string peer, Int128 rootUnits)
    {
        var sums = new Int128[_workload.Tree.Kpis];
        for (var producer = 0; producer < _blocks.Length; producer++)
        {
            _blocks[producer].AddTo(sums, _sent[producer]);
        }

        var expected = sums.Aggregate(Int128.Zero, (sum, kpi) => sum + kpi);
        if (rootUnits != expected)
        {
            throw new WrongAnswerException(peer, new Nano(expected).ToString(), new Nano(rootUnits).ToString());
        }
    }

    private async Task SendAsync(IGroupStore sender, CancellationToken stop)
    {
        var group = new List<Batch>(_batchesInGroup);
        while (!stop.IsCancellationRequested)
        {
            Take(group);
            await sender.CommitAsync(group);
            Interlocked.Increment(ref _groups);
            Interlocked.Add(ref _committed, (long)group.Count * _workload.BatchReadings);
        }
    }

    private void Take(List<Batch> group)
    {
        group.Clear();
        lock (_lock)
        {
            while (group.Count < _batchesInGroup)
            {
                var batch = _sent[_next]++;
                group.Add(new(_blocks[_next][batch], _startMillis + batch));
                _next = (_next + 1) % _blocks.Length;
            }
        }
    }
}
