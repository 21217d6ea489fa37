using System.Buffers.Binary;
using System.Security.Cryptography;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite.Schema;

/// <summary>The format that adds incarnations, so that a store which was rolled back can be told from one that was restored.</summary>
internal static class IncarnationFormat
{
    private const string Sql =
        """
        CREATE TABLE incarnations (
            number INTEGER PRIMARY KEY,
            id INTEGER NOT NULL,
            began INTEGER NOT NULL,
            checksum INTEGER NOT NULL);
        """;

    /// <summary>
    /// Adds the table and the first incarnation. A store with commits gets the incarnation 0, which every copy of it gets too, so that the
    /// tokens that it has given out stay valid; a new store gets a random one.
    /// </summary>
    public static void Migrate(StoreConnection connection)
    {
        connection.Execute(Sql);
        connection.Incarnations.Insert(new Incarnation(connection.Counters.Read().Position == 0 ? NewId() : 0, 0));
    }

    /// <summary>Returns a random number above 0, which no other incarnation has.</summary>
    public static long NewId()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(bytes);
        return Math.Max(1, BinaryPrimitives.ReadInt64LittleEndian(bytes) & long.MaxValue);
    }
}
