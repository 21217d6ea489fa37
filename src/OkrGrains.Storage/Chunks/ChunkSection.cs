using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Chunks;

/// <summary>The readings of one goal in one chunk; none if the commit only amends older ones.</summary>
/// <param name="Goal">The goal's number.</param>
/// <param name="Previous">
/// The position of the previous commit that holds readings of the goal; 0 for none. It makes the goal's history a chain.
/// </param>
/// <param name="Readings">The readings, in the order of acceptance.</param>
internal readonly record struct ChunkSection(long Goal, long Previous, ReadOnlyMemory<StoredReading> Readings)
{
    private const ulong MostReadingsPerByte = 8;

    public void Write(
        PackedBuffer buffer, long position, Instant lowestTime, ReadOnlySpan<long> indexes, ChunkProducers producers, Span<long> scratch)
    {
        var readings = Readings.Span;
        buffer.WriteVarint((ulong)(position - Previous));
        buffer.WriteVarint((uint)readings.Length);
        if (!readings.IsEmpty)
        {
            var numbers = scratch[..readings.Length];
            TimeColumn.Write(buffer, readings, lowestTime, numbers);
            ValueColumn.Write(buffer, readings, numbers);
            OriginColumn.Write(buffer, readings, indexes, producers, scratch[..(2 * readings.Length)]);
        }
    }

    public static long ReadPrevious(ref PackedCursor cursor, long position)
    {
        var previous = position - (long)cursor.ReadVarint();
        return previous >= 0 && previous < position ? previous : throw PackedCursor.Damaged();
    }

    /// <summary>Reads the rest of a section, after the previous position.</summary>
    public static StoredReading[] ReadReadings(ref PackedCursor cursor, long lowestTime, ChunkProducers producers)
    {
        var count = cursor.ReadVarint();
        if (count > MostReadingsPerByte * (ulong)cursor.Left)
        {
            throw PackedCursor.Damaged();
        }

        if (count == 0)
        {
            return cursor.Left == 0 ? [] : throw PackedCursor.Damaged();
        }

        var readings = new StoredReading[(int)count];
        TimeColumn.Read(ref cursor, readings, lowestTime);
        ValueColumn.Read(ref cursor, readings);
        OriginColumn.Read(ref cursor, readings, producers);
        return cursor.Left == 0 ? readings : throw PackedCursor.Damaged();
    }
}
