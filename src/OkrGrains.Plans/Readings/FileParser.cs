namespace OkrGrains.Plans.Readings;

/// <summary>Counts the lines of a file and parses them, the header first.</summary>
internal sealed class FileParser
{
    private readonly LineParser _parser = new();
    private long _line;

    /// <summary>True if the header was refused, so that nothing after it can be understood.</summary>
    public bool IsEnded { get; private set; }

    private static ReadOnlySpan<byte> Header => "goal,time,value"u8;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Finds the next line that holds or should hold a reading. Returns false when more must be read from the file.</summary>
    public bool TryNext(LineBuffer lines, out ReadingLine reading)
    {
        while (!IsEnded && lines.TryNext(out var line, out var isOverlong))
        {
            _line++;
            if (_line == 1)
            {
                if (isOverlong || !IsHeader(line))
                {
                    return TryEndWithoutHeader(out reading);
                }
            }
            else if (isOverlong)
            {
                reading = ReadingLine.Refused(_line, ReadingReason.LineTooLong, $"more than {LineBuffer.MaxLine} bytes");
                return true;
            }
            else if (line.Length > 0)
            {
                reading = _parser.Parse(line, _line);
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
        return _line == 0 && TryEndWithoutHeader(out missing);
    }

    private static bool IsHeader(ReadOnlySpan<byte> line)
    {
        line = line.StartsWith(ByteOrderMark) ? line[ByteOrderMark.Length..] : line;
        return line.SequenceEqual(Header) || line.SequenceEqual("\"goal\",\"time\",\"value\""u8);
    }

    private bool TryEndWithoutHeader(out ReadingLine reading)
    {
        IsEnded = true;
        reading = ReadingLine.Refused(1, ReadingReason.BadHeader, "the header `goal,time,value` is missing");
        return true;
    }
}
