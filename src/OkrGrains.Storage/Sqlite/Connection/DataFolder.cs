namespace OkrGrains.Storage.Sqlite.Connection;

/// <summary>
/// A data folder that this store holds. The lock belongs to the open file, so the system releases it however the process ends, and a second
/// open in the same process is refused like one in another.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private const string DatabaseName = "okr.db";
    private const string LogName = DatabaseName + "-wal";
    private const string LogIndexName = DatabaseName + "-shm";
    private const string WatermarkName = "acked";
    private const string LockName = "lock";

    private static readonly string[] Names = [DatabaseName, LogName, LogIndexName, WatermarkName, LockName];

    private readonly FileStream _held;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        _held = held;
    }

    public string Path { get; }

    public string Database => DatabaseOf(Path);

    public string Log => LogOf(Path);

    public string Watermark => WatermarkOf(Path);

    public static string DatabaseOf(string directory) => System.IO.Path.Combine(directory, DatabaseName);

    public static string LogOf(string directory) => System.IO.Path.Combine(directory, LogName);

    public static string WatermarkOf(string directory) => System.IO.Path.Combine(directory, WatermarkName);

    /// <summary>Returns true if a folder holds nothing, except perhaps the empty files that an earlier attempt to use it has left.</summary>
    public static bool IsEmpty(string directory) => new DirectoryInfo(directory).EnumerateFileSystemInfos().All(
        entry => entry is FileInfo { Name: LockName or WatermarkName, Length: 0 });

    /// <summary>
    /// Makes the folder if there is none, holds it, and closes it and the store's files to others. The files' rights are checked once the
    /// folder is held and closed, so that nobody can exchange them meanwhile.
    /// </summary>
    /// <exception cref="StoreRefusedException">The folder is held by somebody else, or it or a file in it is not to be trusted.</exception>
    public static DataFolder Hold(string directory)
    {
        var path = System.IO.Path.GetFullPath(directory);
        FileStream? held = null;
        try
        {
            PrivateFiles.CloseFolder(path, Names);
            held = Lock(System.IO.Path.Combine(path, LockName));
            foreach (var name in Names)
            {
                PrivateFiles.CloseFile(System.IO.Path.Combine(path, name));
            }

            if (!File.Exists(WatermarkOf(path)))
            {
                PrivateFiles.Create(WatermarkOf(path));
            }

            return new DataFolder(path, held);
        }
        catch (Exception failure)
        {
            held?.Dispose();
            throw Refusal(path, failure);
        }
    }

    /// <summary>Makes an empty database file for this user alone if there is none: the engine would let others read the one that it makes.</summary>
    public void CreateDatabase()
    {
        if (!File.Exists(Database))
        {
            PrivateFiles.Create(Database);
        }
    }

    /// <summary>
    /// Releases the folder. The lock file stays, because deleting it would let two processes hold two files of the same name.
    /// </summary>
    public void Dispose() => _held.Dispose();

    private static FileStream Lock(string path)
    {
        _ = PrivateFiles.Check(path);
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = PrivateFiles.FileMode;
        }

        return new FileStream(path, options);
    }

    private static Exception Refusal(string path, Exception failure) => failure switch
    {
        UnauthorizedAccessException denied =>
            new StoreRefusedException($"The data folder {path} cannot be written to: {denied.Message}", denied),
        IOException shared when IsHeld(shared) =>
            new StoreRefusedException($"The data folder {path} is already served by a running program.", shared),
        IOException failed => new StoreRefusedException($"The data folder {path} cannot be opened: {failed.Message}", failed),
        _ => failure,
    };

    /// <summary>Returns whether somebody else has the lock: EAGAIN of Linux and of macOS, or the sharing violation of Windows.</summary>
    private static bool IsHeld(IOException failure) => failure.HResult is 11 or 35 or unchecked((int)0x80070020);
}
