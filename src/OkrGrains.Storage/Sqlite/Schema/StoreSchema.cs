using Microsoft.Data.Sqlite;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite.Schema;

/// <summary>Checks the tables and indexes of a store, as the engine keeps their definitions, because no checksum covers those.</summary>
internal static class StoreSchema
{
    private const string Definitions =
        "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' "
        + "ORDER BY name";

    private static readonly Lazy<List<string>> Newest = new(ReadNewest);

    /// <exception cref="StoreDamagedException">The file's tables are not those of the newest format.</exception>
    public static void Check(StoreConnection connection)
    {
        if (!connection.Texts(Definitions).SequenceEqual(Newest.Value))
        {
            throw new StoreDamagedException("The tables of the store are not those of its format.");
        }
    }

    private static List<string> ReadNewest()
    {
        using var empty = StoreConnection.Open(":memory:", SqliteOpenMode.Memory);
        StoreFormat.CreateNewest(empty);
        return empty.Texts(Definitions);
    }
}
