namespace OkrGrains.Benchmarks.Workloads;

/// <summary>
/// A tree for peers that number its goals: from the KPIs up, the root last; children of a goal are neighbours.
/// </summary>
/// <param name="First">The number of the level's first goal.</param>
/// <param name="Count">Goals on the level.</param>
/// <param name="NextCount">Goals on the level above; 0 for the root.</param>
internal readonly record struct TreeLevel(int First, int Count, int NextCount)
{
    public static IReadOnlyList<TreeLevel> Of(GoalTree tree)
    {
        int[] counts = [tree.Kpis, tree.KeyResults, .. tree.Objectives];
        var levels = new TreeLevel[counts.Length];
        var first = 0;
        for (var level = 0; level < counts.Length; level++)
        {
            levels[level] = new(first, counts[level], level + 1 < counts.Length ? counts[level + 1] : 0);
            first += counts[level];
        }

        return levels;
    }
}
