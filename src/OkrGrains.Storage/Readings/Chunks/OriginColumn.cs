namespace OkrGrains.Storage.Readings.Chunks;

/// <summary>
/// Who sent the readings of a section: of each its producer, by index in the chunk, and how far its sequence is from the one before it of
/// that producer in the section, or for the first from the producer's lowest in the chunk.
/// </summary>
internal static class OriginColumn
{
    /// <param name="buffer">Where.</param>
    /// <param name="readings">One or more.</param>
    /// <param name="indexes">Of their producers in the chunk.</param>
    /// <param name="producers">The chunk's producers.</param>
    /// <param name="scratch">As many numbers as readings, of no particular content.</param>
    public static void Write(
        ChunkBuffer buffer, ReadOnlySpan<StoredReading> readings, ReadOnlySpan<long> indexes, ChunkProducers producers, Span<long> scratch)
    {
        NumberColumn.Write(buffer, indexes);
        var last = producers.BeginSection();
        for (var i = 0; i < readings.Length; i++)
        {
            ref var before = ref last[(int)indexes[i]];
            var sequence = readings[i].Sequence;
            scratch[i] = sequence - before;
            before = sequence;
        }

        // The first is often the only one that is not a step of one.
        buffer.WriteZigzag(scratch[0]);
        NumberColumn.Write(buffer, scratch[1..]);
    }

    public static void Read(ref ChunkCursor cursor, Span<StoredReading> readings, ChunkProducers producers)
    {
        var indexes = NumberColumn.Read(ref cursor, readings.Length);
        foreach (ref var reading in readings)
        {
            var index = indexes.Next();
            reading = (ulong)index < (ulong)producers.Count ? reading with { Producer = index } : throw ChunkCursor.Damaged();
        }

        var last = producers.BeginSection();
        var step = cursor.ReadZigzag();
        var steps = NumberColumn.Read(ref cursor, readings.Length - 1);
        for (var i = 0; i < readings.Length; i++)
        {
            ref var reading = ref readings[i];
            var index = (int)reading.Producer;
            step = i == 0 ? step : steps.Next();
            last[index] += step;
            reading = reading with { Producer = producers.NumberAt(index), Sequence = last[index] };
        }
    }
}
