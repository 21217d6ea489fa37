using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Chunks;
using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Sqlite.Edges;

/// <summary>
/// Packs edges into the bytes of one row: their number, and for each the distances of its numbers from those of the edge before, as varints.
/// Edges of one row have most of their numbers in common, so that most distances are 0 or 1, and take a byte.
/// </summary>
internal static class PackedEdges
{
    /// <summary>Sorts edges, and returns the bytes of their row.</summary>
    /// <param name="buffer">Memory to pack them in.</param>
    /// <param name="edges">The edges.</param>
    /// <param name="order">The order of the row.</param>
    public static byte[] Pack(PackedBuffer buffer, List<EdgeRow> edges, Comparison<EdgeRow> order)
    {
        edges.Sort(order);
        buffer.Clear();
        Write(buffer, edges);
        return buffer.Written.ToArray();
    }

    private static void Write(PackedBuffer buffer, List<EdgeRow> edges)
    {
        buffer.WriteVarint((ulong)edges.Count);
        var (child, parent, notAfter, weight, ordinal) = (0L, 0L, 0L, 0L, 0L);
        for (var i = 0; i < edges.Count; i++)
        {
            var edge = edges[i];
            buffer.WriteZigzag(edge.Child - child);
            buffer.WriteZigzag(edge.Parent - parent);
            buffer.WriteZigzag(unchecked(edge.At.NotAfter.UnixMillis - notAfter));
            buffer.WriteVarint((ulong)edge.At.Part);
            buffer.WriteVarint((ulong)edge.Role);
            buffer.WriteZigzag(edge.Ordinal - ordinal);
            buffer.WriteZigzag(unchecked(edge.Weight.Micro - weight));
            buffer.WriteVarint((ulong)((edge.Combiner ?? -1) + 1L));
            (child, parent, notAfter, weight, ordinal) =
                (edge.Child, edge.Parent, edge.At.NotAfter.UnixMillis, edge.Weight.Micro, edge.Ordinal);
        }
    }

    /// <summary>Adds the edges of a row to a list, until the list has more than <paramref name="most"/>.</summary>
    /// <exception cref="StoreDamagedException">The bytes cannot be decoded, or there are more of them than the edges take.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, List<EdgeRow> edges, int most = int.MaxValue)
    {
        var cursor = new PackedCursor(bytes);
        var count = cursor.ReadCount();
        var (child, parent, notAfter, weight, ordinal) = (0L, 0L, 0L, 0L, 0L);
        for (var i = 0; i < count; i++)
        {
            if (edges.Count > most)
            {
                return;
            }

            child += cursor.ReadZigzag();
            parent += cursor.ReadZigzag();
            notAfter = unchecked(notAfter + cursor.ReadZigzag());
            var part = (ReadPart)cursor.ReadVarint();
            var role = (EdgeRole)cursor.ReadVarint();
            ordinal += cursor.ReadZigzag();
            weight = unchecked(weight + cursor.ReadZigzag());
            var combiner = (long)cursor.ReadVarint() - 1;
            edges.Add(new EdgeRow(
                child,
                new ReadPoint(new Instant(notAfter), part),
                parent,
                role,
                (int)ordinal,
                new Weight(weight),
                combiner < 0 ? null : (int)combiner));
        }

        if (cursor.Left > 0)
        {
            throw PackedCursor.Damaged();
        }
    }
}
