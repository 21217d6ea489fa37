using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Load.Workloads;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Benchmarks.Peers.Sqlite;

/// <summary>
/// SQLite in this process, with neither a network nor actors. Sums are kept in memory and updated up the tree incrementally. The history is
/// packed, one row per batch, and written together with the changed sums. While one group is committed the next one is gathered.
/// </summary>
internal sealed class SqlitePeer : IPeer
{
    public string Name => "sqlite";

    public string? Absence => null;

    public string Settings => $"SQLite {SumStore.Version}; {SumStore.Pragmas}";

    public async Task<Rate> RunAsync(Run run)
    {
        using var store = new SumStore(Path.Combine(run.Folder, "peer.db"), run.Workload.Tree.Goals);
        var tree = new SumTree(run.Workload.Tree);
        var blocks = Enumerable.Range(0, run.Workload.Producers).Select(producer => new ReadingBlocks(run.Workload, producer, run.Seed)).ToArray();
        var sent = new long[blocks.Length];
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        var (committed, inCommit, writing) = (0L, 0L, Task.CompletedTask);
        Meter? before = null;
        var group = new SumGroup(tree);
        for (var next = 0; ; next = (next + 1) % blocks.Length)
        {
            group.Take(blocks[next][sent[next]++]);
            if (!writing.IsCompleted && group.Batches < run.BatchesInGroup)
            {
                continue;
            }

            await writing;
            (committed, inCommit) = (committed + inCommit, group.Readings);
            var ready = group.Close();
            writing = Task.Run(() => store.Commit(ready));
            group = new SumGroup(tree);
            var elapsed = time.GetElapsedTime(started);
            if (before is null && elapsed >= run.Durations.WarmUp && committed > 0)
            {
                before = Meter.ReadAlone(store.Commits, committed);
            }

            if (before is { } warm && time.GetElapsedTime(warm.Ticks) >= run.Durations.Measured)
            {
                break;
            }
        }

        var rate = Meter.ReadAlone(store.Commits, committed) - before!.Value;
        await writing;
        Check(run.Workload, blocks, sent, store.Root());
        return rate;
    }

    private void Check(Workload workload, ReadingBlocks[] blocks, long[] sent, Int128 root)
    {
        var sums = new Int128[workload.Tree.Kpis];
        for (var producer = 0; producer < blocks.Length; producer++)
        {
            blocks[producer].AddTo(sums, sent[producer]);
        }

        var expected = sums.Aggregate(Int128.Zero, (sum, kpi) => sum + kpi);
        if (root != expected)
        {
            throw new WrongAnswerException(Name, new Nano(expected).ToString(), new Nano(root).ToString());
        }
    }
}
