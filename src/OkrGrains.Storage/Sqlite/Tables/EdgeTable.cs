using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Sqlite.Tables;

/// <summary>The current edges, stored by parent, with an index by child.</summary>
internal sealed class EdgeTable(StoreConnection connection)
{
    private const string Columns =
        "e.child, e.not_after, e.previous_period, e.parent, e.role, e.ordinal, e.weight, e.combiner, e.checksum";

    private readonly Statement _insert = connection.Prepare(
        "INSERT INTO edges (child, not_after, previous_period, parent, role, ordinal, weight, combiner, checksum) "
        + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");

    private readonly Statement _deleteUp = connection.Prepare("DELETE FROM edges WHERE child = ?1");

    private readonly Statement _selectUp = connection.Prepare(
        $"SELECT {Columns} FROM edges e WHERE e.child = ?1 ORDER BY e.parent, e.role, e.ordinal, e.not_after, e.previous_period");

    private readonly Statement _selectDown = connection.Prepare(
        $"SELECT {Columns} FROM edges e WHERE e.parent = ?1 ORDER BY e.role, e.ordinal, e.child, e.not_after, e.previous_period");

    private readonly Statement _selectCombined = connection.Prepare(
        $"SELECT {Columns} FROM edges e WHERE e.parent = ?1 AND e.combiner = ?2 "
        + "ORDER BY e.role, e.ordinal, e.child, e.not_after, e.previous_period");

    private readonly Statement _selectWorkspace = connection.Prepare(
        $"SELECT {Columns} FROM edges e WHERE e.parent IN (SELECT goal FROM goals WHERE workspace = "
        + "(SELECT number FROM workspaces WHERE id = ?1)) "
        + "ORDER BY e.parent, e.role, e.ordinal, e.child, e.not_after, e.previous_period");

    public void Insert(EdgeRow edge) => _insert
        .Bind(1, edge.Child)
        .Bind(2, edge.At.NotAfter.UnixMillis)
        .Bind(3, (long)edge.At.Part)
        .Bind(4, edge.Parent)
        .Bind(5, (long)edge.Role)
        .Bind(6, edge.Ordinal)
        .Bind(7, edge.Weight.Micro)
        .Bind(8, edge.Combiner)
        .Bind(9, Checksum(edge).Value)
        .Run();

    public void DeleteUp(long child) => _deleteUp.Bind(1, child).Run();

    public List<EdgeRow> ReadUp(long child)
    {
        var edges = new List<EdgeRow>();
        Collect(_selectUp.Bind(1, child), edges);
        return edges;
    }

    /// <summary>
    /// Adds the edges to everything that a goal reads, or that one of its combiners takes, to a list, until the list has more than
    /// <paramref name="most"/>.
    /// </summary>
    public void ReadDown(long parent, int? combiner, List<EdgeRow> edges, int most) => Collect(
        combiner is { } index ? _selectCombined.Bind(1, parent).Bind(2, index) : _selectDown.Bind(1, parent), edges, most);

    public List<EdgeRow> ReadAll(string workspace)
    {
        var edges = new List<EdgeRow>();
        Collect(_selectWorkspace.Bind(1, workspace), edges);
        return edges;
    }

    private static void Collect(Statement at, List<EdgeRow> edges, int most = int.MaxValue)
    {
        while (at.Step())
        {
            var edge = new EdgeRow(
                at.Int64(0),
                new ReadPoint(new Instant(at.Int64(1)), (ReadPart)at.Int32(2)),
                at.Int64(3),
                (EdgeRole)at.Int32(4),
                at.Int32(5),
                new Weight(at.Int64(6)),
                (int?)at.OptionalInt64(7));
            Checksum(edge).Check(at.Int64(8), "edge of goal", edge.Child);
            edges.Add(edge);
            if (edges.Count > most)
            {
                at.Reset();
                return;
            }
        }
    }

    private static RowChecksum Checksum(EdgeRow edge)
    {
        var checksum = new RowChecksum(RowKind.Edge);
        checksum.Add(edge.Child);
        checksum.Add(edge.At.NotAfter.UnixMillis);
        checksum.Add((byte)edge.At.Part);
        checksum.Add(edge.Parent);
        checksum.Add((long)edge.Role);
        checksum.Add(edge.Ordinal);
        checksum.Add(edge.Weight.Micro);
        checksum.Add(edge.Combiner);
        return checksum;
    }
}
