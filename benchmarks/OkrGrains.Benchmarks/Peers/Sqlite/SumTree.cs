using OkrGrains.Benchmarks.Workloads;

namespace OkrGrains.Benchmarks.Peers.Sqlite;

/// <summary>Sums of every goal, each the sum of those below it; goals are numbered from the KPIs up, the root last.</summary>
internal sealed class SumTree
{
    private readonly int[] _parent;

    public SumTree(GoalTree tree)
    {
        int[] sizes = [tree.Kpis, tree.KeyResults, .. tree.Objectives];
        Sums = new Int128[sizes.Sum()];
        _parent = new int[Sums.Length];
        var start = 0;
        for (var level = 0; level < sizes.Length; level++)
        {
            var end = start + sizes[level];
            for (var i = 0; i < sizes[level]; i++)
            {
                _parent[start + i] = level + 1 < sizes.Length ? end + (int)((long)i * sizes[level + 1] / sizes[level]) : -1;
            }

            start = end;
        }
    }

    public Int128[] Sums { get; }

    /// <summary>Adds to the KPIs what has come in, and to all above what that changes; lists who changed.</summary>
    public void Add(Int128[] deltas, List<int> changed)
    {
        for (var goal = 0; goal < deltas.Length; goal++)
        {
            if (deltas[goal] == 0)
            {
                continue;
            }

            Sums[goal] += deltas[goal];
            changed.Add(goal);
            if (_parent[goal] >= 0)
            {
                deltas[_parent[goal]] += deltas[goal];
            }
        }
    }
}
