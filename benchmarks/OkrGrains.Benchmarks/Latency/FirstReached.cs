using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks.Latency;

/// <summary>Counts the goals of a tree that readings reach for the first time: those that the server has to load for them.</summary>
internal sealed class FirstReached(GoalTree tree)
{
    private readonly IReadOnlyList<TreeLevel> _levels = TreeLevel.Of(tree);
    private readonly HashSet<int> _reached = [];

    /// <summary>Returns how many goals, from the given KPIs up to the root, no earlier call has counted.</summary>
    public int Count(IEnumerable<int> kpis) => kpis.Sum(CountAbove);

    private int CountAbove(int kpi)
    {
        var (count, index) = (0, kpi);
        foreach (var level in _levels)
        {
            count += _reached.Add(level.First + index) ? 1 : 0;
            index = level.NextCount == 0 ? 0 : index / (level.Count / level.NextCount);
        }

        return count;
    }
}
