using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Tables;
using OkrGrains.Storage.Sqlite.Writer;

namespace OkrGrains.Storage.Sqlite.Erasing;

/// <summary>
/// Removes the copies of removed rows that are left in the unused parts of pages. The engine overwrites what it deletes, but not the copies
/// that it has left where it moved rows from one page to another, so the whole file is written anew and the log is emptied.
/// </summary>
/// <remarks>All writes wait meanwhile. A file that is too large for that is written anew when the store is opened next.</remarks>
/// <param name="file">The database file.</param>
/// <param name="connection">The writer's connection.</param>
/// <param name="writes">The writer.</param>
/// <param name="readers">The readers.</param>
/// <param name="options">The options of the store.</param>
/// <param name="time">The clock for pauses.</param>
/// <param name="logger">Logs what is done.</param>
internal sealed class Traces(
    string file, StoreConnection connection, WriteQueue writes, ReadPool readers, StoreOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>The times as long as the writing took for which the next one waits, so that others have the writer nearly always.</summary>
    private const int Pauses = 20;

    private static readonly TimeSpan EmptyLogDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>The workspaces of which nothing was in the file when it was last written anew.</summary>
    private readonly HashSet<long> _clean = [];
    private TimeSpan _pause;

    /// <summary>Writes the file anew before the writer starts, if anything is left in it.</summary>
    public void RewriteAtStart()
    {
        var left = connection.Tombstones.ReadTraced();
        if (left.Count == 0)
        {
            return;
        }

        try
        {
            Rewrite(left);
        }
        catch (SqliteException failure)
        {
            logger.ErasureFailed(failure);
        }
    }

    /// <summary>Writes the file anew, if anything is left in it, and records that nothing is.</summary>
    public async Task RemoveAsync(CancellationToken stop)
    {
        var left = await readers.ReadAsync(reader => reader.Tombstones.ReadTraced(), stop).ConfigureAwait(false);
        if (left.Count == 0)
        {
            return;
        }

        if (left.Exists(tombstone => !_clean.Contains(tombstone.Workspace)))
        {
            if (new FileInfo(file).Length > options.RewrittenBytes)
            {
                logger.TracesLeft(options.RewrittenBytes);
                return;
            }

            await Task.Delay(_pause, time, stop).ConfigureAwait(false);
            _pause = Pauses * await writes.BetweenCommitsAsync(() => Rewrite(left)).ConfigureAwait(false);
        }

        // A reader of the log holds it up.
        while (!await writes.BetweenCommitsAsync(connection.TryEmptyLog).ConfigureAwait(false))
        {
            await Task.Delay(EmptyLogDelay, time, stop).ConfigureAwait(false);
        }

        await writes.WriteAsync(new EndErasureWrite(left), stop).ConfigureAwait(false);
        left.ForEach(tombstone => logger.Erased(tombstone.Id, tombstone.Generation));
    }

    /// <returns>The time that it took.</returns>
    private TimeSpan Rewrite(List<StoredTombstone> left)
    {
        var started = time.GetTimestamp();
        connection.Rewrite();
        _clean.UnionWith(left.Select(tombstone => tombstone.Workspace));
        return time.GetElapsedTime(started);
    }
}
