namespace OkrGrains.Storage.Sqlite.Connection;

/// <summary>
/// A file that is being written, beside the place that it gets once it is complete. It has a name of its own, so that nobody else's file is
/// in its way, and it is its user's alone.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _target;

    private PartialFile(string target, string path)
    {
        _target = target;
        Path = path;
    }

    /// <summary>The path of the file while it is written.</summary>
    public string Path { get; }

    /// <summary>Makes a new, empty file.</summary>
    /// <exception cref="IOException">There is something at the target, or the file cannot be made.</exception>
    public static PartialFile For(string target)
    {
        if (FileFacts.Of(target) is not null)
        {
            throw new IOException($"{target} exists already.");
        }

        var path = $"{target}.{Guid.NewGuid():N}.partial";
        PrivateFiles.Create(path);
        return new PartialFile(target, path);
    }

    /// <summary>Makes the file durable and gives it its place.</summary>
    /// <exception cref="IOException">Something else has been put there meanwhile.</exception>
    public void Complete()
    {
        using (var written = File.OpenHandle(Path, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.FlushToDisk(written);
        }

        File.Move(Path, _target, overwrite: false);
        SyncFolder(System.IO.Path.GetDirectoryName(_target)!);
    }

    /// <summary>Deletes the file if it did not get its place, with what the engine may have left beside it.</summary>
    public void Dispose()
    {
        File.Delete(Path);
        File.Delete(Path + "-wal");
        File.Delete(Path + "-shm");
        File.Delete(Path + "-journal");
    }

    /// <summary>Makes the new name durable too. Systems that cannot do that for a folder keep it anyway, or lose it with a power failure.</summary>
    private static void SyncFolder(string folder)
    {
        try
        {
            using var handle = File.OpenHandle(folder, FileMode.Open, FileAccess.Read);
            RandomAccess.FlushToDisk(handle);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // .NET opens no folders on some systems.
        }
    }
}
