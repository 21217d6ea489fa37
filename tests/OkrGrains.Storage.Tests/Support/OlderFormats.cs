using System.Globalization;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Tests.Support;

/// <summary>Takes a store that is closed back to an older format, as if a later migration had never run. What later formats hold is lost.</summary>
internal static class OlderFormats
{
    // The statements at index n take format n + 2 back to format n + 1.
    private static readonly string[] Steps =
    [
        "DROP TABLE requests",
        "DROP TABLE incarnations",
        "DROP TABLE tombstones",
        "DROP TABLE state_log",
        """
        DROP TABLE edges_up;
        DROP TABLE edges_down;
        CREATE TABLE edges (
            parent INTEGER NOT NULL,
            role INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            child INTEGER NOT NULL,
            not_after INTEGER NOT NULL,
            previous_period INTEGER NOT NULL,
            weight INTEGER NOT NULL,
            combiner INTEGER,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (parent, role, ordinal, child, not_after, previous_period)) WITHOUT ROWID;
        CREATE INDEX edges_by_child ON edges (child);
        CREATE INDEX edges_by_combiner ON edges (parent, combiner) WHERE combiner IS NOT NULL
        """,
    ];

    public static void TakeBack(TestFolder folder, int format)
    {
        Assert.Equal(StoreFormat.Newest, Steps.Length + 1);
        folder.Execute(string.Join("; ", Steps[(format - 1)..].Reverse()) + string.Create(CultureInfo.InvariantCulture, $"; PRAGMA user_version = {format}"));
    }
}
