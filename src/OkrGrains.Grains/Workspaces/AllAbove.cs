using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Workspaces;

/// <summary>Finds goals and everything that reads them, directly or not: all that a change of these goals touches.</summary>
internal static class AllAbove
{
    public static HashSet<long> Of(IEnumerable<long> goals, IEnumerable<EdgeRow> edges)
    {
        var parents = edges.ToLookup(edge => edge.Child, edge => edge.Parent);
        var touched = goals.ToHashSet();
        var open = new Queue<long>(touched);
        while (open.TryDequeue(out var goal))
        {
            foreach (var parent in parents[goal].Where(touched.Add))
            {
                open.Enqueue(parent);
            }
        }

        return touched;
    }
}
