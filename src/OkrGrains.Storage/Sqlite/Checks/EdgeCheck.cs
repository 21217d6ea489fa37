using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite.Checks;

/// <summary>Checks that every row of edges can be read, and that the edges by child and those by parent are the same.</summary>
internal sealed class EdgeCheck(StoreConnection connection, FaultList faults)
{
    public void Run()
    {
        var before = faults.Faults.Count;
        var up = Sum("SELECT child FROM edges_up", (child, edges) => connection.Edges.ReadUp(child, edges), static edge => edge.Child);
        var down = Sum(
            "SELECT DISTINCT parent FROM edges_down",
            (parent, edges) => connection.Edges.ReadDown(parent, combiner: null, edges, int.MaxValue),
            static edge => edge.Parent);
        if (up != down && faults.Faults.Count == before)
        {
            faults.Add($"The store holds {up.Count} edges by child and {down.Count} by parent, which are not the same.");
        }
    }

    /// <summary>Returns the number of all edges, and a sum that does not depend on their order.</summary>
    private (long Count, ulong Sum) Sum(string keys, Action<long, List<EdgeRow>> read, Func<EdgeRow, long> keyOf)
    {
        var (count, sum) = (0L, 0UL);
        var edges = new List<EdgeRow>();
        faults.Try(() =>
        {
            foreach (var key in connection.Numbers(keys))
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
        });
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
