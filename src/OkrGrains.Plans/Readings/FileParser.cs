namespace OkrGrains.Plans.Readings;

/// <summary>Counts the lines of a file and parses its records, the header first.</summary>
internal sealed class FileParser(ReadingsFormat format)
{
    private HeaderColumns? _columns;
    private LineParser? _parser;
    private long _line;

    /// <summary>True if the header was refused, so that nothing after it can be understood.</summary>
    public bool IsEnded { get; private set; }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Finds the next record that holds or should hold a reading. Returns false when more must be read from the file.</summary>
    public bool TryNext(LineBuffer lines, out ReadingLine reading)
    {
        while (!IsEnded && lines.TryNext(_columns?.Separator ?? 0, out var record, out var count, out var isOverlong))
        {
            var line = _line + 1;
            _line += count;
            record = line == 1 && record.StartsWith(ByteOrderMark) ? record[ByteOrderMark.Length..] : record;
            if (isOverlong)
            {
                reading = ReadingLine.Refused(line, ReadingReason.LineTooLong, $"more than {LineBuffer.MaxLine} bytes");
                return _columns is not null || TryEndWithoutHeader(line, "the first line is too long to be a header", out reading);
            }

            if (record.Length > 0 && _parser is not null)
            {
                reading = _parser.Parse(record, line);
                return true;
            }

            if (record.Length > 0 && !TryHeader(record, line, out reading))
            {
                return true;
            }
        }

        reading = default;
        return false;
    }

    /// <summary>Ends the file. Returns true, with the fault, if the file is empty and so lacks its header.</summary>
    public bool TryEnd(out ReadingLine missing)
    {
        missing = default;
        return _columns is null && !IsEnded
            && TryEndWithoutHeader(1, "the file is empty; a header is wanted that names the columns goal, time and value", out missing);
    }

    private bool TryHeader(ReadOnlySpan<byte> record, long line, out ReadingLine refused)
    {
        refused = default;
        _columns = HeaderColumns.Read(record, format, out var message);
        _parser = _columns is null ? null : new LineParser(_columns, format);
        return _columns is not null || !TryEndWithoutHeader(line, message, out refused);
    }

    private bool TryEndWithoutHeader(long line, string message, out ReadingLine reading)
    {
        IsEnded = true;
        reading = ReadingLine.Refused(line, ReadingReason.BadHeader, message);
        return true;
    }
}
