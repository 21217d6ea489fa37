namespace OkrGrains.Storage.Sqlite.Schema;

/// <summary>The migration that adds the tombstones of deleted workspaces. A released format is never edited.</summary>
internal static class TombstoneFormat
{
    // last_goal and last_producer are the greatest numbers that were given out until the deletion. They tell a goal that was erased from one
    // that is not defined yet, and keep the numbers of erased producers from being used again.
    // erasure is the stage of the removal of the bytes; erased_to is how far the stage has come, as a goal's number or a position.
    public const string Sql =
        """
        CREATE TABLE tombstones (
            workspace INTEGER PRIMARY KEY,
            id TEXT NOT NULL,
            generation INTEGER NOT NULL,
            position INTEGER NOT NULL,
            accepted_at INTEGER NOT NULL,
            author TEXT NOT NULL,
            reason TEXT NOT NULL,
            request TEXT NOT NULL,
            digest BLOB NOT NULL,
            last_goal INTEGER NOT NULL,
            last_producer INTEGER NOT NULL,
            erasure INTEGER NOT NULL,
            erased_to INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            UNIQUE (id, generation));
        """;
}
