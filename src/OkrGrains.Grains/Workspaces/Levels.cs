using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Workspaces;

/// <summary>Puts goals in an order in which each comes after all that it reads.</summary>
internal static class Levels
{
    /// <summary>
    /// Returns the goals level by level: those of the first level read nothing, those of the next only goals of earlier levels.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<GoalRow>> ChildrenFirst(IReadOnlyList<GoalRow> goals, IReadOnlyList<EdgeRow> edges)
    {
        var level = goals.ToDictionary(goal => goal.Goal, _ => 0);
        var above = edges.ToLookup(edge => edge.Child, edge => edge.Parent);
        var waiting = edges.GroupBy(edge => edge.Parent).ToDictionary(group => group.Key, group => group.Count());
        var all = edges.SelectMany(edge => new[] { edge.Child, edge.Parent }).Distinct();
        var ready = new Queue<long>(all.Where(goal => !waiting.ContainsKey(goal)));
        var depth = new Dictionary<long, int>();
        while (ready.TryDequeue(out var goal))
        {
            var own = depth.GetValueOrDefault(goal);
            if (level.ContainsKey(goal))
            {
                level[goal] = own;
            }

            foreach (var parent in above[goal])
            {
                depth[parent] = Math.Max(depth.GetValueOrDefault(parent), own + 1);
                if (--waiting[parent] == 0)
                {
                    ready.Enqueue(parent);
                }
            }
        }

        return [.. goals.GroupBy(goal => level[goal.Goal]).OrderBy(group => group.Key).Select(group => group.ToList())];
    }
}
