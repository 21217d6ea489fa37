namespace OkrGrains.Load.Workloads;

/// <summary>
/// A level of a tree, for peers that number the goals: from the KPIs up to the root. The children of a goal have adjacent numbers.
/// </summary>
/// <param name="First">The number of the first goal on the level.</param>
/// <param name="Count">The count of goals on the level.</param>
/// <param name="NextCount">The count of goals on the level above; 0 for the root.</param>
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
