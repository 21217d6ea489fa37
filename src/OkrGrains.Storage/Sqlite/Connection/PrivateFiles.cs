using System.Runtime.Versioning;

namespace OkrGrains.Storage.Sqlite.Connection;

/// <summary>
/// Keeps a store to its user: its folder can be entered, and its files read and written, by nobody else, whatever the user's umask. A file
/// under a store's name that leads elsewhere is refused, since somebody may have put it there to have another file overwritten.
/// </summary>
internal static class PrivateFiles
{
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;
    private const UnixFileMode OfOthers = (UnixFileMode)0b000_111_111;
    private const UnixFileMode WriteOfOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>The name of what the root of a file system holds beside the store.</summary>
    private const string LostAndFound = "lost+found";

    /// <summary>Makes the folder, or closes it to others if it holds nothing but a store.</summary>
    /// <exception cref="StoreRefusedException">Others may write into a folder that is not the store's alone to close.</exception>
    public static void CloseFolder(string path, IReadOnlyCollection<string> names)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        var isNew = !Directory.Exists(path);
        if (isNew)
        {
            Directory.CreateDirectory(path, FolderMode);
            File.SetUnixFileMode(path, FolderMode);
            return;
        }

        var mode = File.GetUnixFileMode(path);
        if ((mode & OfOthers) == 0)
        {
            return;
        }

        var isOurs = Directory.EnumerateFileSystemEntries(path).All(entry => names.Contains(Path.GetFileName(entry)) || Path.GetFileName(entry) == LostAndFound);
        if (isOurs && TrySetMode(path, mode & ~OfOthers))
        {
            return;
        }

        if ((mode & WriteOfOthers) != 0)
        {
            throw new StoreRefusedException(
                $"Others may write into the data folder {path}, and {(isOurs ? "it belongs to another user" : "it holds other files too")}: "
                + "give the store a folder of its own, or take their right to write from this one.");
        }
    }

    /// <summary>Closes a file of the store to others, if there is one.</summary>
    /// <exception cref="StoreRefusedException">
    /// The file is a link, has another name elsewhere, is no file, or belongs to somebody else who lets others use it.
    /// </exception>
    public static void CloseFile(string path)
    {
        if (!Check(path) || OperatingSystem.IsWindows())
        {
            return;
        }

        var mode = File.GetUnixFileMode(path);
        if (mode != FileMode && !TrySetMode(path, FileMode) && (mode & OfOthers) != 0)
        {
            throw new StoreRefusedException($"Others may use {path}, and it belongs to another user: make its mode 600.");
        }
    }

    /// <summary>Makes a new, empty file for its user alone.</summary>
    /// <exception cref="IOException">There is something of that name already.</exception>
    public static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = System.IO.FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode;
        }

        using var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file.SafeFileHandle, FileMode);
        }
    }

    /// <summary>Checks that a name of the store's is that of one ordinary file.</summary>
    /// <returns>False if there is nothing of that name.</returns>
    /// <exception cref="StoreRefusedException">The file is a link, has another name elsewhere, or is no file.</exception>
    public static bool Check(string path)
    {
        if (FileFacts.Of(path) is not { } facts)
        {
            return false;
        }

        return facts switch
        {
            { IsLink: true } => throw new StoreRefusedException($"{path} is a symbolic link; a store is not written through one."),
            { IsRegular: false } => throw new StoreRefusedException($"{path} is no ordinary file."),
            { Names: > 1 } => throw new StoreRefusedException($"{path} has another name elsewhere (a hard link); a store's files have one name."),
            _ => true,
        };
    }

    [UnsupportedOSPlatform("windows")]
    private static bool TrySetMode(string path, UnixFileMode mode)
    {
        try
        {
            File.SetUnixFileMode(path, mode);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
