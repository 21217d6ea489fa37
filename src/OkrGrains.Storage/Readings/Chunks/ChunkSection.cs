using OkrGrains.Model.Time;

namespace OkrGrains.Storage.Readings.Chunks;

/// <summary>The readings of one goal in one chunk; none where the commit only amends older ones.</summary>
/// <param name="Goal">The goal's number.</param>
/// <param name="Previous">The commit before that holds readings of the goal; 0 for none. So its history is a chain.</param>
/// <param name="Readings">In the order of acceptance.</param>
internal readonly record struct ChunkSection(long Goal, long Previous, ReadOnlyMemory<StoredReading> Readings)
{
    /// <summary>The least and the greatest time come first, so that a reader of a span of time may pass over the section.</summary>
    public static void Write(ChunkBuffer buffer, in ChunkSection section, long position, Instant lowestTime, ChunkProducers producers)
    {
        var readings = section.Readings.Span;
        var (least, greatest) = readings.IsEmpty ? (lowestTime.UnixMillis, lowestTime.UnixMillis) : TimeSpanOf(readings);
        buffer.WriteVarint((ulong)(position - section.Previous));
        buffer.WriteVarint((uint)readings.Length);
        buffer.WriteVarint((ulong)(least - lowestTime.UnixMillis));
        buffer.WriteVarint((ulong)(greatest - least));
        var before = least;
        foreach (ref readonly var reading in readings)
        {
            buffer.WriteZigzag(reading.Time.UnixMillis - before);
            before = reading.Time.UnixMillis;
        }

        ValueColumn.Write(buffer, readings);
        OriginColumn.Write(buffer, readings, producers);
    }

    public static long ReadPrevious(ref ChunkCursor cursor, long position)
    {
        var previous = position - (long)cursor.ReadVarint();
        return previous >= 0 && previous < position ? previous : throw ChunkCursor.Damaged();
    }

    /// <summary>Reads what follows the previous position.</summary>
    public static StoredReading[] ReadReadings(ref ChunkCursor cursor, long lowestTime, ChunkProducers producers)
    {
        var readings = new StoredReading[cursor.ReadCount()];
        var time = lowestTime + (long)cursor.ReadVarint();
        _ = cursor.ReadVarint();
        foreach (ref var reading in readings.AsSpan())
        {
            time += cursor.ReadZigzag();
            reading = reading with { Time = new Instant(time) };
        }

        ValueColumn.Read(ref cursor, readings);
        OriginColumn.Read(ref cursor, readings, producers);
        return cursor.Left == 0 ? readings : throw ChunkCursor.Damaged();
    }

    private static (long Least, long Greatest) TimeSpanOf(ReadOnlySpan<StoredReading> readings)
    {
        var least = long.MaxValue;
        var greatest = long.MinValue;
        foreach (ref readonly var reading in readings)
        {
            least = Math.Min(least, reading.Time.UnixMillis);
            greatest = Math.Max(greatest, reading.Time.UnixMillis);
        }

        return (least, greatest);
    }
}
