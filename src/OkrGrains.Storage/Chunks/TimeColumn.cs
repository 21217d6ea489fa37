using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Chunks;

/// <summary>
/// The times of a section: the first one, then the step from each to the next, in the coarsest unit in which all steps are whole numbers.
/// The steps of a regular series are all equal and take no bits.
/// </summary>
internal static class TimeColumn
{
    /// <summary>The units in milliseconds, the finest first. They are part of the file format: only ever add one at the end.</summary>
    private static readonly long[] Units = [1, 1_000, 60_000];

    /// <param name="buffer">The buffer to write to.</param>
    /// <param name="readings">The readings, one or more.</param>
    /// <param name="lowest">A time that is not after any of the readings' times.</param>
    /// <param name="scratch">Space for as many numbers as readings; its content does not matter.</param>
    public static void Write(PackedBuffer buffer, ReadOnlySpan<StoredReading> readings, Instant lowest, Span<long> scratch)
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

    public static void Read(ref PackedCursor cursor, Span<StoredReading> readings, long lowest)
    {
        var time = lowest + (long)cursor.ReadVarint();
        readings[0] = new StoredReading(new Instant(time), 0, 0, 0);
        if (readings.Length == 1)
        {
            return;
        }

        var index = cursor.ReadByte();
        var unit = index < Units.Length ? Units[index] : throw PackedCursor.Damaged();
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
