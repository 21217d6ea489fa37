using OkrGrains.Api.Errors;

namespace OkrGrains.Api.Limits;

/// <summary>Reads from another stream up to a limit of bytes, and fails the call beyond it.</summary>
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
        var read = inner.Read(buffer);
        _left -= read;

        // Throws a status, since a unary request is decompressed before the interceptor that maps faults runs.
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
