using System.Runtime.InteropServices;
using OkrGrains.Load.Workloads;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Benchmarks.Peers.Sqlite;

/// <summary>Batches that are committed together.</summary>
internal sealed class SumGroup(SumTree tree)
{
    private readonly Int128[] _deltas = new Int128[tree.Sums.Length];
    private readonly List<byte[]> _history = [];

    public int Batches => _history.Count;

    public long Readings { get; private set; }

    public void Take(ReadingBlock block)
    {
        for (var i = 0; i < block.Kpis.Length; i++)
        {
            if (Nano.TryFromDouble(block.Values[i], out var value))
            {
                _deltas[block.Kpis[i]] += value.Units;
            }
        }

        _history.Add([
            .. MemoryMarshal.AsBytes(block.Kpis.AsSpan()),
            .. MemoryMarshal.AsBytes(block.Values.AsSpan()),
            .. MemoryMarshal.AsBytes(block.Offsets.AsSpan()),
        ]);
        Readings += block.Kpis.Length;
    }

    /// <summary>Updates the sums up the tree and returns the rows to write.</summary>
    public SumCommit Close()
    {
        var changed = new List<int>();
        tree.Add(_deltas, changed);
        return new(_history, [.. changed.Select(goal => (goal, tree.Sums[goal]))]);
    }
}

/// <summary>The rows that one transaction writes.</summary>
internal sealed record SumCommit(IReadOnlyList<byte[]> History, IReadOnlyList<(int Goal, Int128 Sum)> Changed);
