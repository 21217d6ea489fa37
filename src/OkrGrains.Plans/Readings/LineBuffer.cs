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
    /// Finds the next whole record, without its line end; it is valid until the next call. A record is a line, or several if a quoted field
    /// goes on in the next one. Quotes that do not end within the length of a record belong to their line alone, so that a forgotten one
    /// does not hide the lines after it. Returns false when more must be read.
    /// </summary>
    /// <param name="separator">The separator of fields; 0 in a header.</param>
    /// <param name="record">The record.</param>
    /// <param name="lines">The number of lines of the record.</param>
    /// <param name="isOverlong">True if the record is one line that is too long, and was dropped.</param>
    public bool TryNext(byte separator, out ReadOnlySpan<byte> record, out int lines, out bool isOverlong)
    {
        var rest = _bytes.AsSpan(_start, _end - _start);
        var length = rest.IndexOf((byte)'\n');
        var isCut = length >= 0;
        length = isCut ? length : rest.Length;
        lines = 1;
        isOverlong = _isOverlong || length > MaxLine + 1;
        record = isOverlong ? default : rest[..length];
        if (isCut && record.Contains((byte)'"') && !TryExtend(rest, separator, ref length, ref lines))
        {
            record = default;
            return false;
        }

        if (isCut || (_isEnded && (length > 0 || _isOverlong)))
        {
            record = isOverlong ? default : WithoutReturn(rest[..length]);
            _start += length < rest.Length ? length + 1 : length;
            _isOverlong = false;
            isOverlong |= record.Length > MaxLine;
            return true;
        }

        if (isOverlong)
        {
            _isOverlong = true;
            _start = _end;
        }

        return false;
    }

    private static ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> line) =>
        line.Length > 0 && line[^1] == (byte)'\r' ? line[..^1] : line;

    // Extends a record over the lines within quotes. Returns false when the next line must be read first.
    private bool TryExtend(ReadOnlySpan<byte> rest, byte separator, ref int length, ref int lines)
    {
        var scan = new QuoteScan(separator);
        scan.Take(rest[..length]);
        var (end, count) = (length, 1);
        while (scan.IsOpen)
        {
            var next = end < rest.Length ? rest[(end + 1)..].IndexOf((byte)'\n') : -1;
            var isLast = next < 0;
            next = isLast ? rest.Length : end + 1 + next;
            if (next > MaxLine || (isLast && (_isEnded && end >= rest.Length - 1)))
            {
                return true;
            }

            if (isLast && !_isEnded)
            {
                return false;
            }

            scan.Take(rest[(end + 1)..next]);
            (end, count) = (next, count + 1);
            if (isLast && scan.IsOpen)
            {
                return true;
            }
        }

        (length, lines) = (end, count);
        return true;
    }
}
