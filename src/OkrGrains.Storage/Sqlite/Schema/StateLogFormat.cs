namespace OkrGrains.Storage.Sqlite.Schema;

/// <summary>The migration that adds the state log. A released format is never edited.</summary>
internal static class StateLogFormat
{
    // position is the commit's; states holds one state after the other, as the commit wrote them. The numbers have no gap, and begin again
    // with 1 once all states have been put into their own rows.
    public const string Sql =
        """
        CREATE TABLE state_log (
            number INTEGER PRIMARY KEY,
            position INTEGER NOT NULL,
            states BLOB NOT NULL,
            checksum INTEGER NOT NULL);
        """;
}
