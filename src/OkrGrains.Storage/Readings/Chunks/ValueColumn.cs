namespace OkrGrains.Storage.Readings.Chunks;

/// <summary>
/// The values of a section: a byte that says how, then the values. Values with few decimals are whole numbers of a power of ten; they are
/// kept so only if every one comes back to the same bits.
/// </summary>
internal static class ValueColumn
{
    private const byte AsSent = 0xFF;

    /// <summary>Beyond, doubles are no longer dense enough for whole numbers to tell them apart.</summary>
    private const double Limit = 1L << 53;

    private static readonly double[] Powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

    public static void Write(ChunkBuffer buffer, ReadOnlySpan<StoredReading> readings)
    {
        var start = buffer.Length;
        for (var power = 0; power < Powers.Length; power++)
        {
            if (TryWriteScaled(buffer, readings, (byte)power))
            {
                return;
            }

            buffer.Truncate(start);
        }

        buffer.WriteByte(AsSent);
        foreach (ref readonly var reading in readings)
        {
            buffer.WriteDouble(reading.Value);
        }
    }

    public static void Read(ref ChunkCursor cursor, Span<StoredReading> readings)
    {
        var power = cursor.ReadByte();
        if (power != AsSent && power >= Powers.Length)
        {
            throw ChunkCursor.Damaged();
        }

        foreach (ref var reading in readings)
        {
            var value = power == AsSent ? cursor.ReadDouble() : cursor.ReadZigzag() / Powers[power];
            reading = reading with { Value = value };
        }
    }

    /// <summary>Gives up when a value does not come back, or when the doubles themselves would be shorter.</summary>
    private static bool TryWriteScaled(ChunkBuffer buffer, ReadOnlySpan<StoredReading> readings, byte power)
    {
        var scale = Powers[power];
        buffer.WriteByte(power);
        var longest = buffer.Length + (readings.Length * sizeof(double));
        foreach (ref readonly var reading in readings)
        {
            var scaled = Math.Round(reading.Value * scale);
            if (!(Math.Abs(scaled) < Limit))
            {
                return false;
            }

            var whole = (long)scaled;
            if (BitConverter.DoubleToInt64Bits(whole / scale) != BitConverter.DoubleToInt64Bits(reading.Value))
            {
                return false;
            }

            buffer.WriteZigzag(whole);
        }

        return buffer.Length <= longest;
    }
}
