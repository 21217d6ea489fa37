namespace OkrGrains.Storage.Readings.Chunks;

/// <summary>The producers of a chunk, each with the lowest of its sequences there: sections name them by index.</summary>
internal sealed class ChunkProducers
{
    private readonly List<(long Number, long LowestSequence)> producers = [];
    private readonly Dictionary<long, int> indexes = [];

    public int Count => producers.Count;

    public void Clear()
    {
        producers.Clear();
        indexes.Clear();
    }

    public void Note(ReadOnlySpan<StoredReading> readings)
    {
        foreach (ref readonly var reading in readings)
        {
            if (!indexes.TryGetValue(reading.Producer, out var index))
            {
                indexes.Add(reading.Producer, producers.Count);
                producers.Add((reading.Producer, reading.Sequence));
            }
            else if (reading.Sequence < producers[index].LowestSequence)
            {
                producers[index] = (reading.Producer, reading.Sequence);
            }
        }
    }

    public int IndexOf(long number) => indexes[number];

    public long NumberAt(int index) => producers[index].Number;

    public long LowestSequence(int index) => producers[index].LowestSequence;

    public void Write(ChunkBuffer buffer)
    {
        buffer.WriteVarint((uint)producers.Count);
        foreach (var (number, lowest) in producers)
        {
            buffer.WriteZigzag(number);
            buffer.WriteZigzag(lowest);
        }
    }

    public static ChunkProducers Read(ref ChunkCursor cursor)
    {
        var read = new ChunkProducers();
        for (var left = cursor.ReadCount(); left > 0; left--)
        {
            read.producers.Add((cursor.ReadZigzag(), cursor.ReadZigzag()));
        }

        return read;
    }
}
