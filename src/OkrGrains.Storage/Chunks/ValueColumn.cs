using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Chunks;

/// <summary>
/// The values of a section: one byte for the encoding, then whole numbers. Values with few decimals become whole numbers by a power of ten,
/// if every one of them can be restored to the same bits. Otherwise the bits of the doubles are the numbers, without the zeros that all of
/// them end with.
/// </summary>
internal static class ValueColumn
{
    /// <summary>
    /// The encoding byte of values stored as bits, to which the number of dropped zeros, up to 63, is added. Lower values are powers of
    /// ten.
    /// </summary>
    private const byte AsBits = 0x40;

    /// <summary>The bound of scaled values: beyond it, doubles are no longer dense enough to tell whole numbers apart.</summary>
    private const double Limit = 1L << 53;

    /// <summary>
    /// Makes each reading take at least one bit, so that damaged data cannot ask for much more memory than there are bytes.
    /// </summary>
    private const int LeastWidth = 1;

    private static readonly double[] Powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

    /// <param name="buffer">The buffer to write to.</param>
    /// <param name="readings">The readings, one or more.</param>
    /// <param name="scratch">Space for as many numbers as readings; its content does not matter.</param>
    public static void Write(PackedBuffer buffer, ReadOnlySpan<StoredReading> readings, Span<long> scratch)
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

    public static void Read(ref PackedCursor cursor, Span<StoredReading> readings)
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
            throw PackedCursor.Damaged();
        }

        foreach (ref var reading in readings)
        {
            reading = reading with { Value = BitConverter.Int64BitsToDouble(Ordered(values.Next()) << zeros) };
        }
    }

    /// <summary>Scales the values, and gives up at the first one that could not be restored.</summary>
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

        // There is a one bit: if all values are zero, at least one of them is −0, since other zeros can be scaled. Then only the sign is
        // left.
        var zeros = (int)long.TrailingZeroCount(all);
        for (var i = 0; i < readings.Length; i++)
        {
            taken[i] = Ordered(BitConverter.DoubleToInt64Bits(readings[i].Value) >> zeros);
        }

        return zeros;
    }

    /// <summary>
    /// Maps the bits of a double to a number, and back. The numbers have the order of the doubles, so that close doubles become close
    /// numbers.
    /// </summary>
    private static long Ordered(long bits) => bits ^ ((bits >> 63) & long.MaxValue);
}
