using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Sqlite.Edges;

/// <summary>
/// The current edges, twice: by child, and by the part of the parent that takes them. Each row holds all edges of its key, so that a plan is
/// written in few rows, whatever the number of its edges.
/// </summary>
internal sealed class EdgeTable(StoreConnection connection)
{
    private readonly Statement _writeUp = connection.Prepare("INSERT OR REPLACE INTO edges_up (child, edges, checksum) VALUES (?1, ?2, ?3)");

    private readonly Statement _deleteUp = connection.Prepare("DELETE FROM edges_up WHERE child = ?1");

    private readonly Statement _selectUp = connection.Prepare("SELECT edges, checksum FROM edges_up WHERE child = ?1");

    private readonly Statement _writeDown = connection.Prepare(
        "INSERT INTO edges_down (parent, combiner, edges, checksum) VALUES (?1, ?2, ?3, ?4) "
        + "ON CONFLICT (parent, combiner) DO UPDATE SET edges = ?3, checksum = ?4");

    private readonly Statement _deleteDown = connection.Prepare("DELETE FROM edges_down WHERE parent = ?1 AND combiner = ?2");

    private readonly Statement _deleteParent = connection.Prepare("DELETE FROM edges_down WHERE parent = ?1");

    private readonly Statement _selectParent = connection.Prepare(
        "SELECT edges, checksum, combiner FROM edges_down WHERE parent = ?1 ORDER BY combiner");

    private readonly Statement _selectDown = connection.Prepare(
        "SELECT edges, checksum, combiner FROM edges_down WHERE parent = ?1 AND combiner = ?2");

    private readonly Statement _selectWorkspace = connection.Prepare(
        "SELECT goal FROM goals WHERE workspace = (SELECT number FROM workspaces WHERE id = ?1)");

    /// <summary>Replaces the row of a child.</summary>
    /// <param name="child">The child's number.</param>
    /// <param name="packed">Its edges; null for none.</param>
    /// <param name="existed">True if the child has a row.</param>
    public void WriteUp(long child, byte[]? packed, bool existed)
    {
        if (packed is not null)
        {
            _writeUp.Bind(1, child).Bind(2, packed.AsSpan()).Bind(3, UpChecksum(child, packed).Value).Run();
        }
        else if (existed)
        {
            _deleteUp.Bind(1, child).Run();
        }
    }

    /// <summary>Replaces the row of a part of a parent.</summary>
    /// <param name="group">The part.</param>
    /// <param name="packed">Its edges; null for none.</param>
    /// <param name="existed">True if the part has a row.</param>
    public void WriteDown(EdgeGroup group, byte[]? packed, bool existed)
    {
        if (packed is not null)
        {
            _writeDown.Bind(1, group.Parent).Bind(2, group.Combiner).Bind(3, packed.AsSpan()).Bind(4, DownChecksum(group, packed).Value).Run();
        }
        else if (existed)
        {
            _deleteDown.Bind(1, group.Parent).Bind(2, group.Combiner).Run();
        }
    }

    /// <summary>Removes all edges of a goal whose whole workspace is erased.</summary>
    public void Erase(long goal)
    {
        _deleteUp.Bind(1, goal).Run();
        _deleteParent.Bind(1, goal).Run();
    }

    /// <summary>Returns the edges on which others read a goal, by parent, role, place and read point.</summary>
    public List<EdgeRow> ReadUp(long child)
    {
        var edges = new List<EdgeRow>();
        ReadUp(child, edges);
        return edges;
    }

    public void ReadUp(long child, List<EdgeRow> edges)
    {
        try
        {
            if (_selectUp.Bind(1, child).Step())
            {
                var packed = _selectUp.Blob(0);
                UpChecksum(child, packed).Check(_selectUp.Int64(1), "edges of goal", child);
                PackedEdges.Read(packed, edges);
            }
        }
        finally
        {
            // A statement that a damaged row has left open would be in the way of everything else that the connection does.
            _selectUp.Reset();
        }
    }

    /// <summary>Adds the edges that a part of a goal takes to a list, by role, place, child and read point.</summary>
    public void ReadDown(EdgeGroup group, List<EdgeRow> edges) =>
        Collect(_selectDown.Bind(1, group.Parent).Bind(2, group.Combiner), group.Parent, edges, int.MaxValue);

    /// <summary>
    /// Adds the edges to everything that a goal reads, or that one of its combiners takes, to a list, until the list has more than
    /// <paramref name="most"/>. They are ordered by role, place, child and read point.
    /// </summary>
    public void ReadDown(long parent, int? combiner, List<EdgeRow> edges, int most)
    {
        var first = edges.Count;
        var at = combiner is { } index ? _selectDown.Bind(1, parent).Bind(2, index) : _selectParent.Bind(1, parent);
        if (Collect(at, parent, edges, most) > 1)
        {
            edges.Sort(first, edges.Count - first, Comparer<EdgeRow>.Create(EdgeOrder.Down));
        }
    }

    /// <summary>Returns the edges between goals of a workspace, by parent, role, place, child and read point.</summary>
    public List<EdgeRow> ReadAll(string workspace)
    {
        var goals = new List<long>();
        _selectWorkspace.Bind(1, workspace);
        while (_selectWorkspace.Step())
        {
            goals.Add(_selectWorkspace.Int64(0));
        }

        var edges = new List<EdgeRow>();
        foreach (var goal in goals.Order())
        {
            ReadDown(goal, combiner: null, edges, int.MaxValue);
        }

        return edges;
    }

    /// <returns>The number of rows that were read.</returns>
    private static int Collect(Statement at, long parent, List<EdgeRow> edges, int most)
    {
        var rows = 0;
        try
        {
            while (edges.Count <= most && at.Step())
            {
                var packed = at.Blob(0);
                DownChecksum(new EdgeGroup(parent, at.Int32(2)), packed).Check(at.Int64(1), "edges below goal", parent);
                PackedEdges.Read(packed, edges, most);
                rows++;
            }
        }
        finally
        {
            at.Reset();
        }

        return rows;
    }

    private static RowChecksum UpChecksum(long child, ReadOnlySpan<byte> packed)
    {
        var checksum = new RowChecksum(RowKind.EdgesUp);
        checksum.Add(child);
        checksum.Add(packed);
        return checksum;
    }

    private static RowChecksum DownChecksum(EdgeGroup group, ReadOnlySpan<byte> packed)
    {
        var checksum = new RowChecksum(RowKind.EdgesDown);
        checksum.Add(group.Parent);
        checksum.Add((long)group.Combiner);
        checksum.Add(packed);
        return checksum;
    }
}
