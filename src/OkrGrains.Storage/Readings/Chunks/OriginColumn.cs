using OkrGrains.Storage.Packing;

namespace OkrGrains.Storage.Readings.Chunks;

/// <summary>
/// Who sent the readings of a section: of each its producer, by index in the chunk, and its sequence. That is how far it is from the one
/// before it of that producer in the section, or for the first from the producer's lowest in the chunk. Or, where producers keep pace, how
/// much farther it is above its producer's lowest than the reading before it is above that of its own: among many producers a smaller step.
/// </summary>
internal static class OriginColumn
{
    /// <param name="buffer">Where.</param>
    /// <param name="readings">One or more.</param>
    /// <param name="indexes">Of their producers in the chunk.</param>
    /// <param name="producers">The chunk's producers.</param>
    /// <param name="scratch">Twice as many numbers as readings, of no particular content.</param>
    public static void Write(
        PackedBuffer buffer, ReadOnlySpan<StoredReading> readings, ReadOnlySpan<long> indexes, ChunkProducers producers, Span<long> scratch)
    {
        NumberColumn.Write(buffer, indexes);
        var ofOwn = scratch[..readings.Length];
        var inPace = scratch[readings.Length..];
        var keepPace = TakeSteps(readings, indexes, producers, ofOwn, inPace);
        ReadOnlySpan<long> steps = keepPace ? inPace : ofOwn;

        // The first is often the only one that is not a step of one; it is never negative.
        buffer.WriteVarint(((ulong)steps[0] << 1) | (keepPace ? 1UL : 0));
        NumberColumn.Write(buffer, steps[1..]);
    }

    public static void Read(ref PackedCursor cursor, Span<StoredReading> readings, ChunkProducers producers)
    {
        var indexes = NumberColumn.Read(ref cursor, readings.Length);
        foreach (ref var reading in readings)
        {
            var index = indexes.Next();
            reading = (ulong)index < (ulong)producers.Count ? reading with { Producer = index } : throw PackedCursor.Damaged();
        }

        var last = producers.BeginSection();
        var first = cursor.ReadVarint();
        var keepPace = (first & 1) != 0;
        var steps = NumberColumn.Read(ref cursor, readings.Length - 1);
        var above = (long)(first >> 1);
        for (var i = 0; i < readings.Length; i++)
        {
            ref var reading = ref readings[i];
            ref var before = ref last[(int)reading.Producer];
            above = i == 0 ? above : steps.Next() + (keepPace ? above : 0);
            var sequence = before + above;
            before = keepPace ? before : sequence;
            reading = reading with { Producer = producers.NumberAt((int)reading.Producer), Sequence = sequence };
        }
    }

    /// <returns>Whether the producers keep pace, so that those steps go less far together.</returns>
    private static bool TakeSteps(
        ReadOnlySpan<StoredReading> readings, ReadOnlySpan<long> indexes, ChunkProducers producers, Span<long> ofOwn, Span<long> inPace)
    {
        var last = producers.BeginSection();
        var lowest = producers.Lowest;
        var (own, pace) = (0.0, 0.0);
        var above = 0L;
        for (var i = 0; i < readings.Length; i++)
        {
            var index = (int)indexes[i];
            var sequence = readings[i].Sequence;
            ofOwn[i] = sequence - last[index];
            inPace[i] = sequence - lowest[index] - above;
            own += Math.Abs((double)ofOwn[i]);
            pace += Math.Abs((double)inPace[i]);
            last[index] = sequence;
            above = sequence - lowest[index];
        }

        return pace < own;
    }
}
