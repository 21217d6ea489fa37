namespace OkrGrains.Plans.Readings;

/// <summary>Splits a record into its fields, which may be quoted according to RFC 4180.</summary>
internal static class CsvFields
{
    /// <summary>Splits a record. Returns null, or the reason why the record is refused.</summary>
    /// <param name="record">The record. If it contains quotes, it is replaced by the text of its fields without them.</param>
    /// <param name="columns">The separator, the number of columns, and those that are looked at.</param>
    /// <param name="fields">The range in <paramref name="record"/> of each field that is looked at.</param>
    /// <param name="unquoted">A buffer of at least as many bytes as the record has.</param>
    public static string? Split(ref ReadOnlySpan<byte> record, HeaderColumns columns, scoped Span<Range> fields, Span<byte> unquoted)
    {
        if (record.Contains((byte)'"'))
        {
            return SplitQuoted(ref record, columns, fields, unquoted);
        }

        var start = 0;
        for (var column = 0; column < columns.Count; column++)
        {
            var length = record[start..].IndexOf(columns.Separator);
            var end = length < 0 ? record.Length : start + length;
            columns.Place(column, start..end, fields);
            if (length < 0)
            {
                return column == columns.Count - 1 ? null : ReadingReason.WrongFields;
            }

            start = end + 1;
        }

        return ReadingReason.WrongFields;
    }

    private static string? SplitQuoted(
        ref ReadOnlySpan<byte> record, HeaderColumns columns, scoped Span<Range> fields, Span<byte> unquoted)
    {
        var rest = record;
        var written = 0;
        for (var column = 0; column < columns.Count; column++)
        {
            var start = written;
            if (!TryField(ref rest, columns.Separator, unquoted, ref written))
            {
                return ReadingReason.BadQuotes;
            }

            columns.Place(column, start..written, fields);
            var isLast = column == columns.Count - 1;
            if (isLast != rest.IsEmpty)
            {
                return ReadingReason.WrongFields;
            }

            rest = isLast ? rest : rest[1..];
        }

        record = unquoted[..written];
        return null;
    }

    /// <summary>
    /// Reads one field into a buffer, and leaves the rest at the separator or at the end. Returns false if its quotes are wrong.
    /// </summary>
    public static bool TryField(ref ReadOnlySpan<byte> rest, byte separator, Span<byte> unquoted, ref int written)
    {
        if (rest.IsEmpty || rest[0] != (byte)'"')
        {
            var length = rest.IndexOf(separator);
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
                return rest.IsEmpty || rest[0] == separator;
            }

            unquoted[written++] = (byte)'"';
            rest = rest[1..];
        }
    }
}
