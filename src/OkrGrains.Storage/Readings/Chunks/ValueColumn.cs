namespace OkrGrains.Storage.Readings.Chunks;

/// <summary>
/// The values of a section: a byte that says how, then whole numbers. Values with few decimals are whole numbers of a power of ten, if every
/// one comes back to the same bits; others are their bits without the zeros that all end with.
/// </summary>
internal static class ValueColumn
{
    /// <summary>With the number of zeros added, up to 63; below are powers of ten.</summary>
    private const byte AsBits = 0x40;

    /// <summary>Beyond, doubles are no longer dense enough for whole numbers to tell them apart.</summary>
    private const double Limit = 1L << 53;

    /// <summary>Each reading takes a bit at least, so that damage cannot ask for much more memory than there are bytes.</summary>
    private const int LeastWidth = 1;

    private static ReadOnlySpan<double> Powers => [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

    /// <param name="buffer">Where.</param>
    /// <param name="readings">One or more.</param>
    /// <param name="scratch">As many numbers as readings, of no particular content.</param>
    public static void Write(ChunkBuffer buffer, ReadOnlySpan<StoredReading> readings, Span<long> scratch)
    {
        for (var power = 0; power < Powers.Length; power++)
        {
            if (TryScale(readings, Powers[power], scratch))
            {
                buffer.WriteByte((byte)power);
                NumberColumn.Write(buffer, scratch, LeastWidth);
                return;
            }
        }

        buffer.WriteByte((byte)(AsBits + TakeBits(readings, scratch)));
        NumberColumn.Write(buffer, scratch, LeastWidth);
    }

    public static void Read(ref ChunkCursor cursor, Span<StoredReading> readings)
    {
        var kind = cursor.ReadByte();
        var values = NumberColumn.Read(ref cursor, readings.Length);
        if (kind < Powers.Length)
        {
            var scale = Powers[kind];
            foreach (ref var reading in readings)
            {
                reading = reading with { Value = values.Next() / scale };
            }

            return;
        }

        var zeros = kind - AsBits;
        if (zeros is < 0 or > 63)
        {
            throw ChunkCursor.Damaged();
        }

        foreach (ref var reading in readings)
        {
            reading = reading with { Value = BitConverter.Int64BitsToDouble(Ordered(values.Next()) << zeros) };
        }
    }

    /// <summary>Gives up at the first value that does not come back.</summary>
    private static bool TryScale(ReadOnlySpan<StoredReading> readings, double scale, Span<long> scaled)
    {
        for (var i = 0; i < readings.Length; i++)
        {
            var value = readings[i].Value;
            var rounded = Math.Round(value * scale);
            if (!(Math.Abs(rounded) < Limit)
                || BitConverter.DoubleToInt64Bits((long)rounded / scale) != BitConverter.DoubleToInt64Bits(value))
            {
                return false;
            }

            scaled[i] = (long)rounded;
        }

        return true;
    }

    /// <returns>The number of zeros that every value ends with.</returns>
    private static int TakeBits(ReadOnlySpan<StoredReading> readings, Span<long> taken)
    {
        var all = 0L;
        foreach (ref readonly var reading in readings)
        {
            all |= BitConverter.DoubleToInt64Bits(reading.Value);
        }

        // Of values that are all zero, one of them with a sign, only the sign is left.
        var zeros = (int)long.TrailingZeroCount(all);
        for (var i = 0; i < readings.Length; i++)
        {
            taken[i] = Ordered(BitConverter.DoubleToInt64Bits(readings[i].Value) >> zeros);
        }

        return zeros;
    }

    /// <summary>From bits to numbers in the order of the doubles, and back: near doubles are near numbers then.</summary>
    private static long Ordered(long bits) => bits ^ ((bits >> 63) & long.MaxValue);
}
