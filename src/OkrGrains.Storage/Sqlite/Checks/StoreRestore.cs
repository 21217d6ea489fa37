using Microsoft.Data.Sqlite;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Sqlite.Checks;

/// <summary>
/// Makes a store from a backup, in a new incarnation: a lawful step back. Producers learn from it that they are to send again what came
/// after the backup, and tokens of what is not there any more are refused. Without it, a store that holds less than its producers know of is
/// taken for one that was rolled back behind everybody's back.
/// </summary>
public static class StoreRestore
{
    /// <summary>
    /// Checks all of a backup and puts it into a folder, in the newest format. The store appears under its name once it is complete, sound
    /// and durable.
    /// </summary>
    /// <param name="file">A file that <see cref="StoreBackup"/> wrote, or the database file of a store that nobody serves.</param>
    /// <param name="directory">The data folder of the new store: it is empty, or does not exist.</param>
    /// <param name="cancellation">Cancels the check.</param>
    /// <returns>The result of the check, which has no faults.</returns>
    /// <exception cref="StoreRefusedException">
    /// The file is no store or is damaged, or the folder holds something or is not to be trusted.
    /// </exception>
    /// <exception cref="IOException">The store cannot be written.</exception>
    public static StoreVerification Write(string file, string directory, CancellationToken cancellation)
    {
        var source = Path.GetFullPath(file);
        if (!File.Exists(source))
        {
            throw new StoreRefusedException($"{file} is missing.");
        }

        if (FileFacts.OfTarget(source) is { IsRegular: false })
        {
            throw new StoreRefusedException($"{file} is no ordinary file.");
        }

        if (Directory.Exists(directory) && !DataFolder.IsEmpty(directory))
        {
            throw new StoreRefusedException($"{directory} is not empty: a store is restored into a folder of its own.");
        }

        using var folder = DataFolder.Hold(directory);
        using var partial = PartialFile.For(folder.Database);
        Copy(source, partial.Path);
        Begin(partial.Path);
        var restored = StoreVerification.OfFile(partial.Path, cancellation);
        if (restored.Faults.Count > 0)
        {
            throw new StoreRefusedException($"{file} is damaged, and nothing was restored: {restored.Faults[0]}");
        }

        partial.Complete();
        return restored;
    }

    private static void Copy(string source, string partial)
    {
        try
        {
            using var connection = StoreConnection.Open(source, SqliteOpenMode.ReadOnly);
            StoreFormat.CheckKnown(connection, source);
            connection.CopyInto(partial);
        }
        catch (SqliteException failure)
        {
            throw new StoreRefusedException($"{source} cannot be restored: {failure.Message}", failure);
        }
    }

    /// <summary>Brings the copy to the newest format, and begins its new incarnation after its last commit.</summary>
    private static void Begin(string partial)
    {
        using var connection = StoreFormat.OpenAlone(partial);
        try
        {
            connection.BeginWrite();
            connection.Incarnations.Insert(new Incarnation(IncarnationFormat.NewId(), connection.Counters.Read().Position));
            connection.Commit();
            connection.Checkpoint(truncate: true);
        }
        catch (SqliteException failure)
        {
            throw new StoreRefusedException($"The store cannot be restored: {failure.Message}", failure);
        }
        catch (StoreDamagedException damaged)
        {
            throw new StoreRefusedException(damaged.Message, damaged);
        }
    }
}
