using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks.Peers.Sqlite;

/// <summary>The sums of all goals, each the sum of the goals below it. Goals are numbered from the KPIs up to the root.</summary>
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

    /// <summary>Adds the deltas to the KPIs and to all goals above them, and lists the goals that changed.</summary>
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
