using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Chunks;

/// <summary>
/// The origins of a section's readings: each reading's producer, by its index in the chunk, and its sequence. A sequence is written as a
/// step, in one of two ways. Usually it is the step from the producer's previous reading in the section, or for its first one from the
/// producer's lowest sequence in the chunk. If the producers keep pace, a reading is compared with the reading before it, whichever its
/// producer: the step is the difference between their distances from their own producers' lowest sequences, which is smaller when there are
/// many producers.
/// </summary>
internal static class OriginColumn
{
    /// <param name="buffer">The buffer to write to.</param>
    /// <param name="readings">The readings, one or more.</param>
    /// <param name="indexes">The indexes of their producers in the chunk.</param>
    /// <param name="producers">The chunk's producers.</param>
    /// <param name="scratch">Space for twice as many numbers as readings; its content does not matter.</param>
    public static void Write(
        PackedBuffer buffer, ReadOnlySpan<StoredReading> readings, ReadOnlySpan<long> indexes, ChunkProducers producers, Span<long> scratch)
    {
        NumberColumn.Write(buffer, indexes);
        var ofOwn = scratch[..readings.Length];
        var inPace = scratch[readings.Length..];
        var keepPace = TakeSteps(readings, indexes, producers, ofOwn, inPace);
        ReadOnlySpan<long> steps = keepPace ? inPace : ofOwn;

        // The first step is written by itself because it is often the only one that is not 1. It is never negative, since no sequence is
        // below its producer's lowest, so it needs no sign and the flag takes its lowest bit.
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

    /// <returns>True if the producers keep pace, that is, if the steps in <paramref name="inPace"/> are smaller in sum.</returns>
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
