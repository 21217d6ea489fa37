namespace OkrGrains.Storage.Sqlite.Schema;

/// <summary>The migration that adds named requests. A released format is never edited; every change is a migration of its own.</summary>
internal static class Requests
{
    public const string Sql =
        """
        CREATE TABLE requests (
            workspace TEXT NOT NULL,
            id TEXT NOT NULL,
            position INTEGER NOT NULL,
            accepted_at INTEGER NOT NULL,
            digest BLOB NOT NULL,
            answer BLOB NOT NULL,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (workspace, id)) WITHOUT ROWID;
        """;
}
