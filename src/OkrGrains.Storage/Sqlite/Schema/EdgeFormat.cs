using Microsoft.Data.Sqlite;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Chunks;
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

    private const string Select = "SELECT child, not_after, previous_period, parent, role, ordinal, weight, combiner, checksum FROM edges ORDER BY ";

    /// <summary>Packs the edges of a store, one goal after the other, and removes their rows.</summary>
    /// <exception cref="StoreDamagedException">An edge does not match its checksum, or an index does not match the edges.</exception>
    public static void Migrate(StoreConnection connection)
    {
        // What an index has and the table has not would be lost without a trace with the index.
        if (connection.Texts("PRAGMA integrity_check(edges)") is var lines && lines is not ["ok"])
        {
            throw new StoreDamagedException($"The edges of the store are damaged: {lines.FirstOrDefault()}");
        }

        connection.Execute(Sql);
        var buffer = new PackedBuffer();
        ForEachGroup(connection, "child", static edge => edge.Child, (child, edges) =>
            connection.Edges.WriteUp(child, PackedEdges.Pack(buffer, edges, EdgeOrder.Up), existed: false));
        ForEachGroup(connection, "parent, combiner", EdgeGroup.Of, (group, edges) =>
            connection.Edges.WriteDown(group, PackedEdges.Pack(buffer, edges, EdgeOrder.Down), existed: false));
        connection.Execute("DROP TABLE edges");
    }

    private static void ForEachGroup<TKey>(StoreConnection connection, string order, Func<EdgeRow, TKey> keyOf, Action<TKey, List<EdgeRow>> write)
        where TKey : IEquatable<TKey>
    {
        var group = new List<EdgeRow>();
        connection.ForEach(Select + order, at =>
        {
            var edge = Read(at);
            if (group.Count > 0 && !keyOf(edge).Equals(keyOf(group[0])))
            {
                write(keyOf(group[0]), group);
                group.Clear();
            }

            group.Add(edge);
        });
        if (group.Count > 0)
        {
            write(keyOf(group[0]), group);
        }
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
