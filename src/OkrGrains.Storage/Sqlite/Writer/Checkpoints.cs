using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite.Writer;

/// <summary>Copies the log into the database file once enough has been written.</summary>
internal sealed class Checkpoints(
    StoreConnection connection, long everyBytes, TimeProvider time, StoreInstruments instruments, ILogger logger)
{
    private readonly long _pageSize = connection.Number("PRAGMA page_size");
    private long _written;

    /// <summary>Copies the log if enough has been written since the last time.</summary>
    /// <returns>The failure, if the file may not be trusted after it; null otherwise.</returns>
    public Exception? AfterCommit()
    {
        var bytes = connection.TakePagesWritten() * _pageSize;
        instruments.Written(bytes);
        _written += bytes;
        return _written < everyBytes ? null : Make(truncate: false);
    }

    /// <summary>Copies all of the log and empties it, so that a closed store is one file.</summary>
    public void EmptyLog() => Make(truncate: true);

    private SqliteException? Make(bool truncate)
    {
        _written = 0;
        var started = time.GetTimestamp();
        try
        {
            connection.Checkpoint(truncate);
            instruments.CheckpointMade(time.GetElapsedTime(started));
            return null;
        }
        catch (SqliteException failure)
        {
            // The log itself is durable, so a copy for which there was no space is only late.
            logger.CheckpointFailed(failure);
            return EngineFailure.OfWrite(failure).Reason == StoreUnavailableReason.Failed ? failure : null;
        }
    }
}
