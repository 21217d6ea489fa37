using System.IO.Compression;

namespace OkrGrains.Cli.Readings;

/// <summary>
/// Decompresses a gzip file, and fails if the file ends early, is damaged, or goes on with something else.
/// </summary>
/// <remarks>
/// By default <see cref="GZipStream"/> takes the end of its input for the end of the data wherever it is, so that a file of which a
/// download brought only a part would count as whole. The runtime has a switch against that, which must be set before it decompresses
/// anything; the programs that are built here have it in their configuration.
/// </remarks>
internal sealed class WholeGzip : ForwardStream
{
    private const string Switch = "System.IO.Compression.UseStrictValidation";

    private static readonly bool _noticesCutOffFiles = NoticesCutOffFiles();

    private readonly string _name;
    private readonly Source _source;
    private readonly GZipStream _inflated;

    /// <summary>Starts to decompress.</summary>
    /// <param name="name">The name of the file in messages about faults.</param>
    /// <param name="file">The compressed bytes; they are closed with this stream.</param>
    public WholeGzip(string name, Stream file)
    {
        if (!_noticesCutOffFiles)
        {
            throw new InvalidOperationException($"This process decompresses without {Switch}: a part of a file would count as all of it.");
        }

        _name = name;
        _source = new Source(file);
        _inflated = new GZipStream(_source, CompressionMode.Decompress);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await _inflated.ReadAsync(buffer, cancellationToken);
        }
        catch (InvalidDataException failure)
        {
            var what = _source.IsEnded ? "is cut off: the file ends before its compressed data" : "is no gzip file, or it is damaged";
            throw Fault(what, failure);
        }

        // At the end of its data the decompressor looks for more, and so reads the end of the file, unless there is something that it does
        // not take for gzip. Readings may be missing there.
        return read > 0 || buffer.IsEmpty || _source.IsEnded ? read : throw Fault("is damaged: something else follows the compressed data");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inflated.Dispose();
        }

        base.Dispose(disposing);
    }

    private IOException Fault(string what, Exception? cause = null) => new($"{_name}: {what}", cause);

    /// <summary>Returns true if the runtime refuses a small gzip file without its last byte.</summary>
    private static bool NoticesCutOffFiles()
    {
        AppContext.SetSwitch(Switch, isEnabled: true);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.WriteByte(0);
        }

        packed.SetLength(packed.Length - 1);
        packed.Position = 0;
        try
        {
            using var cutOff = new GZipStream(packed, CompressionMode.Decompress);
            cutOff.CopyTo(Stream.Null);
            return false;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }

    /// <summary>The compressed bytes, which remembers whether it has told their end.</summary>
    private sealed class Source(Stream file) : ForwardStream
    {
        public bool IsEnded { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await file.ReadAsync(buffer, cancellationToken);
            IsEnded |= read == 0 && !buffer.IsEmpty;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                file.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
