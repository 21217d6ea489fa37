namespace OkrGrains.Plans.Readings;

/// <summary>Splits a line into its fields, which may be quoted according to RFC 4180. No field spans lines.</summary>
internal static class CsvFields
{
    public const int Count = 3;

    /// <summary>Splits a line. Returns null, or the reason why the line is refused.</summary>
    /// <param name="line">The line. If it contains quotes, it is replaced by the text of its fields without them.</param>
    /// <param name="fields">The range of each field in <paramref name="line"/>.</param>
    /// <param name="unquoted">A buffer of at least as many bytes as the line has.</param>
    public static string? Split(ref ReadOnlySpan<byte> line, scoped Span<Range> fields, Span<byte> unquoted)
    {
        if (line.Contains((byte)'"'))
        {
            return SplitQuoted(ref line, fields, unquoted);
        }

        var first = line.IndexOf((byte)',');
        var second = first < 0 ? -1 : line[(first + 1)..].IndexOf((byte)',') + first + 1;
        if (second <= first || line[(second + 1)..].Contains((byte)','))
        {
            return ReadingReason.WrongFields;
        }

        fields[0] = ..first;
        fields[1] = (first + 1)..second;
        fields[2] = (second + 1)..;
        return null;
    }

    private static string? SplitQuoted(ref ReadOnlySpan<byte> line, scoped Span<Range> fields, Span<byte> unquoted)
    {
        var rest = line;
        var written = 0;
        for (var field = 0; field < Count; field++)
        {
            var start = written;
            if (!TryField(ref rest, unquoted, ref written))
            {
                return ReadingReason.BadQuotes;
            }

            fields[field] = start..written;
            var isLast = field == Count - 1;
            if (isLast != rest.IsEmpty)
            {
                return ReadingReason.WrongFields;
            }

            rest = isLast ? rest : rest[1..];
        }

        line = unquoted[..written];
        return null;
    }

    // Reads one field and leaves the rest at the comma or at the end.
    private static bool TryField(ref ReadOnlySpan<byte> rest, Span<byte> unquoted, ref int written)
    {
        if (rest.IsEmpty || rest[0] != (byte)'"')
        {
            var length = rest.IndexOf((byte)',');
            length = length < 0 ? rest.Length : length;
            rest[..length].CopyTo(unquoted[written..]);
            written += length;
            var isPlain = !rest[..length].Contains((byte)'"');
            rest = rest[length..];
            return isPlain;
        }

        rest = rest[1..];
        while (true)
        {
            var length = rest.IndexOf((byte)'"');
            if (length < 0)
            {
                return false;
            }

            rest[..length].CopyTo(unquoted[written..]);
            written += length;
            rest = rest[(length + 1)..];
            if (rest.IsEmpty || rest[0] != (byte)'"')
            {
                return rest.IsEmpty || rest[0] == (byte)',';
            }

            unquoted[written++] = (byte)'"';
            rest = rest[1..];
        }
    }
}
