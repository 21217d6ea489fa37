using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Sqlite.Checks;

/// <summary>What a store takes on its disk, and what each workspace takes of that.</summary>
/// <param name="FileBytes">The bytes of the database file.</param>
/// <param name="UnusedBytes">Those of them that hold nothing now, and are used before the file grows.</param>
/// <param name="LogBytes">The bytes of the log beside it, which is copied into the file now and then.</param>
/// <param name="DiskFreeBytes">The bytes that the disk has left for this user.</param>
/// <param name="Workspaces">The workspaces, the largest first, then by id.</param>
public sealed record StoreSize(
    long FileBytes, long UnusedBytes, long LogBytes, long DiskFreeBytes, IReadOnlyList<WorkspaceSize> Workspaces)
{
    /// <summary>Reads all of a store, which another process may be serving meanwhile.</summary>
    /// <param name="directory">The data folder.</param>
    /// <param name="cancellation">Cancels the read.</param>
    /// <exception cref="StoreRefusedException">There is no store, or its format is not the newest.</exception>
    /// <exception cref="StoreDamagedException">A row does not match its checksum.</exception>
    public static StoreSize Read(string directory, CancellationToken cancellation)
    {
        var folder = Path.GetFullPath(directory);
        var file = DataFolder.DatabaseOf(folder);
        using var connection = StoreFormat.OpenForReading(file);
        connection.BeginRead();
        var page = connection.Number("PRAGMA page_size");
        var workspaces = new SizesByWorkspace(connection).Read(cancellation);
        var size = new StoreSize(
            page * connection.Number("PRAGMA page_count"),
            page * connection.Number("PRAGMA freelist_count"),
            LengthOf(DataFolder.LogOf(folder)),
            new DriveInfo(file).AvailableFreeSpace,
            workspaces);
        connection.Rollback();
        return size;
    }

    private static long LengthOf(string file) => new FileInfo(file) is { Exists: true } found ? found.Length : 0;
}
