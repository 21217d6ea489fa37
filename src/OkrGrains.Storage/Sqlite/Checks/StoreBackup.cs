using Microsoft.Data.Sqlite;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Sqlite.Checks;

/// <summary>
/// Copies a store into one file, whether or not it is being served. <see cref="StoreRestore"/> makes the store again from it, as of the
/// copy's last commit.
/// </summary>
public static class StoreBackup
{
    /// <summary>
    /// Writes a copy of one consistent state and checks all of it. Everything that was acknowledged before the call is in the copy. The
    /// file appears under its name once it is complete, sound and durable. While it is written, the log of a served store grows.
    /// </summary>
    /// <param name="directory">The data folder.</param>
    /// <param name="file">The file to write; an existing file is not overwritten.</param>
    /// <param name="cancellation">Cancels the check of the copy.</param>
    /// <returns>The result of the check of the copy, which has no faults.</returns>
    /// <exception cref="StoreRefusedException">
    /// There is no store, it is damaged or has lost commits, or there is no room for the copy.
    /// </exception>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    public static StoreVerification Write(string directory, string file, CancellationToken cancellation)
    {
        var target = Path.GetFullPath(file);
        using var partial = PartialFile.For(target);
        Copy(directory, partial.Path);
        var copy = StoreVerification.OfFile(partial.Path, cancellation);
        if (copy.Faults.Count > 0)
        {
            throw new StoreRefusedException($"The store is damaged, and no copy is kept: {copy.Faults[0]}");
        }

        partial.Complete();
        return copy;
    }

    private static void Copy(string directory, string partial)
    {
        var acked = StoreVerification.ReadWatermark(directory);
        var database = DataFolder.DatabaseOf(Path.GetFullPath(directory));
        using var connection = StoreFormat.OpenForReading(database);
        try
        {
            var position = connection.Counters.Read().Position;
            if (acked.Position > position)
            {
                throw new StoreRefusedException(
                    $"Commit {acked.Position} was acknowledged, but the last one of the store is {position}: a copy would hide the loss.");
            }

            connection.CopyInto(partial);
        }
        catch (StoreDamagedException damaged)
        {
            throw new StoreRefusedException(damaged.Message, damaged);
        }
        catch (SqliteException failure)
        {
            throw new StoreRefusedException($"The store cannot be copied: {failure.Message}", failure);
        }
    }
}
