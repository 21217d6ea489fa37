namespace OkrGrains.Storage.Sqlite.Connection;

/// <summary>
/// A data folder that this store holds. The lock belongs to the open file, so the system releases it however the process ends, and a second
/// open in the same process is refused like one in another.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _held;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        _held = held;
    }

    public string Path { get; }

    public string Database => DatabaseOf(Path);

    public string Log => Database + "-wal";

    public string Watermark => WatermarkOf(Path);

    public static string DatabaseOf(string directory) => System.IO.Path.Combine(directory, "okr.db");

    public static string WatermarkOf(string directory) => System.IO.Path.Combine(directory, "acked");

    public static DataFolder Hold(string directory)
    {
        var path = System.IO.Path.GetFullPath(directory);
        try
        {
            Directory.CreateDirectory(path);
            var held = new FileStream(
                System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            return new DataFolder(path, held);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new StoreRefusedException($"The data folder {path} cannot be written to: {denied.Message}", denied);
        }
        catch (IOException shared) when (IsHeld(shared))
        {
            throw new StoreRefusedException($"The data folder {path} is already served by a running program.", shared);
        }
        catch (IOException failed)
        {
            throw new StoreRefusedException($"The data folder {path} cannot be opened: {failed.Message}", failed);
        }
    }

    /// <summary>
    /// Releases the folder. The lock file stays, because deleting it would let two processes hold two files of the same name.
    /// </summary>
    public void Dispose() => _held.Dispose();

    /// <summary>Returns whether somebody else has the lock: EAGAIN of Linux and of macOS, or the sharing violation of Windows.</summary>
    private static bool IsHeld(IOException failure) => failure.HResult is 11 or 35 or unchecked((int)0x80070020);
}
