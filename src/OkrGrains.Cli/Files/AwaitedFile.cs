using OkrGrains.Cli.Output;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Cli.Files;

/// <summary>
/// Files that a person names. One of them may be a pipe, which opens once somebody writes to it and may stay silent for ever: the waiting
/// is on another thread, so that it can be cancelled.
/// </summary>
internal static class AwaitedFile
{
    /// <summary>Opens a file for reading. What is no ordinary file is read by <see cref="AwaitedStream"/>.</summary>
    public static Task<FileStream> OpenAsync(string path, CancellationToken cancellation) =>
        Task.Run(() => File.OpenRead(path), cancellation).WaitAsync(cancellation);

    /// <summary>Reads all of a file, or of a pipe up to its end.</summary>
    public static Task<byte[]> ReadAllAsync(string path, CancellationToken cancellation) =>
        Task.Run(() => File.ReadAllBytes(path), cancellation).WaitAsync(cancellation);

    /// <summary>Refuses a folder, a pipe or a device. Does not open anything, and says nothing of a file that is missing.</summary>
    /// <exception cref="CommandFailure">The path leads to something else than an ordinary file.</exception>
    public static void RequireOrdinary(string path, string why)
    {
        if (FileFacts.OfTarget(path) is { IsRegular: false })
        {
            throw new CommandFailure($"{path}: this is no ordinary file; {why}");
        }
    }
}
