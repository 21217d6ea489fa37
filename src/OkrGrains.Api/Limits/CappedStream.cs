using OkrGrains.Api.Errors;

namespace OkrGrains.Api.Limits;

/// <summary>Reads from a decompressor up to a limit of bytes, and fails the call beyond it, or if the data are damaged.</summary>
internal sealed class CappedStream(Stream inner, int maxBytes) : Stream
{
    private int _left = maxBytes;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        // Throws statuses, since a unary request is decompressed before the interceptor that maps faults runs.
        int read;
        try
        {
            read = inner.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw RichStatus.Of(ErrorMapping.Unreadable());
        }

        _left -= read;
        return _left >= 0 ? read : throw RichStatus.Of(ApiFault.TooLarge("The message is larger than the limit once decompressed."));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
