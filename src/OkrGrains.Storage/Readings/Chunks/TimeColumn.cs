using OkrGrains.Model.Time;

namespace OkrGrains.Storage.Readings.Chunks;

/// <summary>
/// The times of a section: the first, then the steps from each to the next, in the coarsest unit of which all are whole numbers. Steps of a
/// regular series are all alike and take no bits.
/// </summary>
internal static class TimeColumn
{
    /// <summary>In milliseconds, the finest first. Part of the format: only ever add at the end.</summary>
    private static ReadOnlySpan<long> Units => [1, 1_000, 60_000];

    /// <param name="buffer">Where.</param>
    /// <param name="readings">One or more.</param>
    /// <param name="lowest">No time is before this.</param>
    /// <param name="scratch">As many numbers as readings, of no particular content.</param>
    public static void Write(ChunkBuffer buffer, ReadOnlySpan<StoredReading> readings, Instant lowest, Span<long> scratch)
    {
        var before = readings[0].Time.UnixMillis;
        buffer.WriteVarint((ulong)(before - lowest.UnixMillis));
        if (readings.Length == 1)
        {
            return;
        }

        var steps = scratch[..(readings.Length - 1)];
        for (var i = 0; i < steps.Length; i++)
        {
            var time = readings[i + 1].Time.UnixMillis;
            steps[i] = time - before;
            before = time;
        }

        var unit = UnitOf(steps);
        buffer.WriteByte((byte)unit);
        if (unit > 0)
        {
            foreach (ref var step in steps)
            {
                step /= Units[unit];
            }
        }

        NumberColumn.Write(buffer, steps);
    }

    public static void Read(ref ChunkCursor cursor, Span<StoredReading> readings, long lowest)
    {
        var time = lowest + (long)cursor.ReadVarint();
        readings[0] = new StoredReading(new Instant(time), 0, 0, 0);
        if (readings.Length == 1)
        {
            return;
        }

        var index = cursor.ReadByte();
        var unit = index < Units.Length ? Units[index] : throw ChunkCursor.Damaged();
        var steps = NumberColumn.Read(ref cursor, readings.Length - 1);
        foreach (ref var reading in readings[1..])
        {
            time += steps.Next() * unit;
            reading = new StoredReading(new Instant(time), 0, 0, 0);
        }
    }

    private static int UnitOf(ReadOnlySpan<long> steps)
    {
        var unit = Units.Length - 1;
        for (var i = 0; unit > 0 && i < steps.Length; i++)
        {
            while (steps[i] % Units[unit] != 0)
            {
                unit--;
            }
        }

        return unit;
    }
}
