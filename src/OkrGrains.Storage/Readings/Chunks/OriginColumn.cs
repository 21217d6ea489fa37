namespace OkrGrains.Storage.Readings.Chunks;

/// <summary>
/// Who sent the readings of a section: runs of one producer, each with its length and its sequences relative to the producer's lowest one
/// in the chunk.
/// </summary>
internal static class OriginColumn
{
    public static void Write(ChunkBuffer buffer, ReadOnlySpan<StoredReading> readings, ChunkProducers producers)
    {
        while (!readings.IsEmpty)
        {
            var length = RunLength(readings);
            var producer = producers.IndexOf(readings[0].Producer);
            buffer.WriteVarint((uint)producer);
            buffer.WriteVarint((uint)length);
            var previous = producers.LowestSequence(producer);
            foreach (ref readonly var reading in readings[..length])
            {
                buffer.WriteZigzag(reading.Sequence - previous);
                previous = reading.Sequence;
            }

            readings = readings[length..];
        }
    }

    public static void Read(ref ChunkCursor cursor, Span<StoredReading> readings, ChunkProducers producers)
    {
        while (!readings.IsEmpty)
        {
            var producer = cursor.ReadVarint();
            var length = cursor.ReadCount();
            if (producer >= (ulong)producers.Count || length == 0 || length > readings.Length)
            {
                throw ChunkCursor.Damaged();
            }

            var number = producers.NumberAt((int)producer);
            var sequence = producers.LowestSequence((int)producer);
            foreach (ref var reading in readings[..length])
            {
                sequence += cursor.ReadZigzag();
                reading = reading with { Producer = number, Sequence = sequence };
            }

            readings = readings[length..];
        }
    }

    private static int RunLength(ReadOnlySpan<StoredReading> readings)
    {
        var length = 1;
        while (length < readings.Length && readings[length].Producer == readings[0].Producer)
        {
            length++;
        }

        return length;
    }
}
