using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite.Checks;

/// <summary>Checks that every row of edges can be read, and that the edges by child and those by parent are the same.</summary>
internal sealed class EdgeCheck(StoreConnection connection, FaultList faults)
{
    private const string Strays =
        "SELECT child FROM edges_up WHERE child NOT IN (SELECT goal FROM goals) "
        + "UNION SELECT parent FROM edges_down WHERE parent NOT IN (SELECT goal FROM goals)";

    public void Run() => faults.Try(Check);

    private void Check()
    {
        var before = faults.Faults.Count;
        foreach (var goal in connection.Numbers(Strays))
        {
            faults.Add($"Goal {goal} has edges, and is missing.");
        }

        // The edges of a workspace that is erased go in pieces.
        var erased = connection.Tombstones.ReadErasedGoals();
        var up = Sum(
            connection.Numbers("SELECT child FROM edges_up").Where(goal => !erased.Contains(goal)),
            (child, edges) => connection.Edges.ReadUp(child, edges),
            static edge => edge.Child);
        var down = Sum(
            connection.Numbers("SELECT DISTINCT parent FROM edges_down").Where(goal => !erased.Contains(goal)),
            (parent, edges) => connection.Edges.ReadDown(parent, combiner: null, edges, int.MaxValue),
            static edge => edge.Parent);
        if (up != down && faults.Faults.Count == before)
        {
            faults.Add($"The store holds {up.Count} edges by child and {down.Count} by parent, which are not the same.");
        }
    }

    /// <summary>Returns the number of all edges, and a sum that does not depend on their order.</summary>
    private (long Count, ulong Sum) Sum(IEnumerable<long> keys, Action<long, List<EdgeRow>> read, Func<EdgeRow, long> keyOf)
    {
        var (count, sum) = (0L, 0UL);
        var edges = new List<EdgeRow>();
        foreach (var key in keys)
        {
            edges.Clear();
            faults.Try(() => read(key, edges));
            count += edges.Count;
            foreach (var edge in edges)
            {
                sum = unchecked(sum + HashOf(edge));
                if (keyOf(edge) != key)
                {
                    faults.Add($"Goal {key} has an edge of goal {keyOf(edge)}.");
                }
            }
        }

        return (count, sum);
    }

    private static ulong HashOf(EdgeRow edge)
    {
        var hash = new HashCode();
        hash.Add(edge.Child);
        hash.Add(edge.At.NotAfter.UnixMillis);
        hash.Add(edge.At.Part);
        hash.Add(edge.Parent);
        hash.Add(edge.Role);
        hash.Add(edge.Ordinal);
        hash.Add(edge.Weight.Micro);
        hash.Add(edge.Combiner);
        return (uint)hash.ToHashCode();
    }
}
