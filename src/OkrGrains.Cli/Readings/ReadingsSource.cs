using OkrGrains.Cli.Files;
using OkrGrains.Cli.Output;

namespace OkrGrains.Cli.Readings;

/// <summary>The decompressed bytes of a readings file, and the share of the file that has been read.</summary>
internal sealed class ReadingsSource : IAsyncDisposable
{
    private const string StandardInput = "-";

    private readonly FileStream? _file;

    private ReadingsSource(string name, FileStream? file, Stream bytes)
    {
        Name = name;
        _file = file;
        Bytes = bytes;
    }

    /// <summary>The name of the file in messages about faults.</summary>
    public string Name { get; }

    public Stream Bytes { get; }

    /// <summary>The share of the file that has been read, from 0 to 1; null when its length is not known, as that of a pipe.</summary>
    public double? FractionRead =>
        _file is { CanSeek: true, Length: > 0 } file ? Math.Min(1, (double)file.Position / file.Length) : null;

    /// <summary>True if the same bytes can be read once more by opening the file again, unlike those of a pipe.</summary>
    public bool CanBeReadAgain => _file is { CanSeek: true };

    /// <summary>Opens a file, which is decompressed if its name ends in <c>.gz</c>, or standard input for <c>-</c>.</summary>
    /// <exception cref="CommandFailure">The path is that of a folder.</exception>
    public static async Task<ReadingsSource> OpenAsync(string path, CancellationToken cancellation)
    {
        if (path == StandardInput)
        {
            return new("standard input", null, new AwaitedStream(Console.OpenStandardInput()));
        }

        if (Directory.Exists(path))
        {
            throw new CommandFailure($"{path}: this is a folder; readings are read from a file");
        }

        var file = await AwaitedFile.OpenAsync(path, cancellation);
        Stream bytes = file.CanSeek ? file : new AwaitedStream(file);
        bytes = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new WholeGzip(path, bytes) : bytes;
        return new(path, file, bytes);
    }

    public ValueTask DisposeAsync() => Bytes.DisposeAsync();
}
