using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OkrGrains.Storage.Sqlite.Connection;

/// <summary>Translates failures of the storage engine into exceptions for callers of the store.</summary>
internal static class EngineFailure
{
    public static Exception OfRead(SqliteException failure) => failure.SqliteErrorCode switch
    {
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
            new StoreDamagedException("The database file is damaged: " + failure.Message, failure),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
            new StoreUnavailableException("The database file is in use.", StoreUnavailableReason.Busy, failure),
        _ => new StoreUnavailableException("The store cannot be read: " + failure.Message, StoreUnavailableReason.Failed, failure),
    };

    public static StoreUnavailableException OfWrite(Exception failure) => ReasonOf(failure) switch
    {
        StoreUnavailableReason.Full =>
            new StoreUnavailableException("There is no space left for the store.", StoreUnavailableReason.Full, failure),
        StoreUnavailableReason.Busy =>
            new StoreUnavailableException("Another program holds the database file.", StoreUnavailableReason.Busy, failure),
        var reason => new StoreUnavailableException(
            "Writing failed; the store takes no more writes until it is restarted: " + failure.Message, reason, failure),
    };

    /// <summary>
    /// Returns the reason by which a caller may try again. That is allowed only if surely nothing was left behind. After a failed sync the
    /// system may have dropped the pages that it could not write and report success the next time, so every other failure ends all writing.
    /// </summary>
    private static StoreUnavailableReason ReasonOf(Exception failure) => failure is SqliteException engine
        ? engine.SqliteErrorCode switch
        {
            raw.SQLITE_FULL => StoreUnavailableReason.Full,
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => StoreUnavailableReason.Busy,
            _ => StoreUnavailableReason.Failed,
        }
        : StoreUnavailableReason.Failed;
}
