using System.Buffers;

namespace OkrGrains.Plans.Readings;

/// <summary>Cuts a stream into lines in one pooled buffer. A line that is too long is dropped, but still counts as a line.</summary>
internal sealed class LineBuffer(Stream stream) : IDisposable
{
    public const int MaxLine = 1024;

    private readonly byte[] _bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start;
    private int _end;
    private bool _isOverlong;
    private bool _isEnded;

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    /// <summary>Reads more bytes. Returns false if the end of the stream was reached before, so that no more lines come.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancel)
    {
        if (_isEnded)
        {
            return false;
        }

        // Less than one line is left over, because TryNext drops longer ones, so there is always room to read.
        _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
        _end -= _start;
        _start = 0;
        var read = await stream.ReadAsync(_bytes.AsMemory(_end), cancel);
        _isEnded = read == 0;
        _end += read;
        return true;
    }

    /// <summary>
    /// Finds the next whole line, without its line end; it is valid until the next call. Returns false when more must be read.
    /// </summary>
    public bool TryNext(out ReadOnlySpan<byte> line, out bool isOverlong)
    {
        var rest = _bytes.AsSpan(_start, _end - _start);
        var length = rest.IndexOf((byte)'\n');
        var isCut = length >= 0;
        length = isCut ? length : rest.Length;
        isOverlong = _isOverlong || length > MaxLine + 1;
        line = isOverlong ? default : rest[..length];
        if (isCut || (_isEnded && (length > 0 || _isOverlong)))
        {
            _start += isCut ? length + 1 : length;
            _isOverlong = false;
            if (line.Length > 0 && line[^1] == (byte)'\r')
            {
                line = line[..^1];
            }

            isOverlong |= line.Length > MaxLine;
            return true;
        }

        if (isOverlong)
        {
            _isOverlong = true;
            _start = _end;
        }

        return false;
    }
}
