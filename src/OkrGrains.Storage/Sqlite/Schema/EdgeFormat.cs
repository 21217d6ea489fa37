using Microsoft.Data.Sqlite;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Edges;

namespace OkrGrains.Storage.Sqlite.Schema;

/// <summary>
/// The migration that packs all edges of a goal into one row. Until then every edge had a row and two entries in indexes, so that a plan with
/// many edges held up the writes of all others. A released format is never edited.
/// </summary>
internal static class EdgeFormat
{
    // edges_up has the edges on which others read a goal, edges_down those on which a goal reads others: one row for each of its combiners,
    // and one, with combiner -1, for what the goal takes itself. Both hold the same edges.
    private const string Sql =
        """
        CREATE TABLE edges_up (
            child INTEGER PRIMARY KEY,
            edges BLOB NOT NULL,
            checksum INTEGER NOT NULL);

        CREATE TABLE edges_down (
            parent INTEGER NOT NULL,
            combiner INTEGER NOT NULL,
            edges BLOB NOT NULL,
            checksum INTEGER NOT NULL);
        CREATE UNIQUE INDEX edges_down_by_parent ON edges_down (parent, combiner);
        """;

    private const string Select =
        "SELECT child, not_after, previous_period, parent, role, ordinal, weight, combiner, checksum FROM edges";

    /// <summary>Packs the edges of a store, and removes their rows.</summary>
    /// <exception cref="StoreDamagedException">An edge does not match its checksum.</exception>
    public static void Migrate(StoreConnection connection)
    {
        connection.Execute(Sql);
        var edges = connection.Rows(Select, Read);
        new EdgeRewiring([.. edges.Select(static edge => edge.Child).Distinct()], edges).Write(connection.Edges);
        connection.Execute("DROP TABLE edges");
    }

    private static EdgeRow Read(SqliteDataReader at)
    {
        var edge = new EdgeRow(
            at.GetInt64(0),
            new ReadPoint(new Instant(at.GetInt64(1)), (ReadPart)at.GetInt32(2)),
            at.GetInt64(3),
            (EdgeRole)at.GetInt32(4),
            at.GetInt32(5),
            new Weight(at.GetInt64(6)),
            at.IsDBNull(7) ? null : at.GetInt32(7));
        var checksum = new RowChecksum(RowKind.Edge);
        checksum.Add(edge.Child);
        checksum.Add(edge.At.NotAfter.UnixMillis);
        checksum.Add((byte)edge.At.Part);
        checksum.Add(edge.Parent);
        checksum.Add((long)edge.Role);
        checksum.Add(edge.Ordinal);
        checksum.Add(edge.Weight.Micro);
        checksum.Add(edge.Combiner);
        checksum.Check(at.GetInt64(8), "edge of goal", edge.Child);
        return edge;
    }
}
