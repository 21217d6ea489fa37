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

    /// <summary>Opens a file, which is decompressed if its name ends in <c>.gz</c>, or standard input for <c>-</c>.</summary>
    public static ReadingsSource Open(string path)
    {
        if (path == StandardInput)
        {
            return new("standard input", null, Console.OpenStandardInput());
        }

        var file = File.OpenRead(path);
        Stream bytes = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new WholeGzip(path, file) : file;
        return new(path, file, bytes);
    }

    public ValueTask DisposeAsync() => Bytes.DisposeAsync();
}
