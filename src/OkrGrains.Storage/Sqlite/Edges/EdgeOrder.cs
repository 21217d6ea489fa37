using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Sqlite.Edges;

/// <summary>The orders of edges in the rows that hold them. No two edges of a store are the same in either.</summary>
internal static class EdgeOrder
{
    /// <summary>Orders the edges of a child: by parent, role, place and read point.</summary>
    public static int Up(EdgeRow a, EdgeRow b)
    {
        var order = a.Parent.CompareTo(b.Parent);
        order = order != 0 ? order : a.Role.CompareTo(b.Role);
        order = order != 0 ? order : a.Ordinal.CompareTo(b.Ordinal);
        return order != 0 ? order : ReadPoints(a, b);
    }

    /// <summary>Orders the edges of a parent: by role, place, child and read point.</summary>
    public static int Down(EdgeRow a, EdgeRow b)
    {
        var order = a.Role.CompareTo(b.Role);
        order = order != 0 ? order : a.Ordinal.CompareTo(b.Ordinal);
        order = order != 0 ? order : a.Child.CompareTo(b.Child);
        return order != 0 ? order : ReadPoints(a, b);
    }

    private static int ReadPoints(EdgeRow a, EdgeRow b)
    {
        var order = a.At.NotAfter.UnixMillis.CompareTo(b.At.NotAfter.UnixMillis);
        return order != 0 ? order : a.At.Part.CompareTo(b.At.Part);
    }
}
