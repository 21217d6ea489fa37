using OkrGrains.Model.Measures;

namespace OkrGrains.Storage.Readings.Chunks;

/// <summary>The producers of a chunk, each with the lowest of its sequences there: sections name them by index.</summary>
internal sealed class ChunkProducers
{
    private readonly List<(long Number, long LowestSequence)> _producers = [];
    private readonly Dictionary<long, int> _indexes = [];

    public int Count => _producers.Count;

    public void Clear()
    {
        _producers.Clear();
        _indexes.Clear();
    }

    public void Note(ReadOnlySpan<StoredReading> readings)
    {
        foreach (ref readonly var reading in readings)
        {
            if (!_indexes.TryGetValue(reading.Producer, out var index))
            {
                _indexes.Add(reading.Producer, _producers.Count);
                _producers.Add((reading.Producer, reading.Sequence));
            }
            else if (reading.Sequence < _producers[index].LowestSequence)
            {
                _producers[index] = (reading.Producer, reading.Sequence);
            }
        }
    }

    public int IndexOf(long number) => _indexes[number];

    public long NumberAt(int index) => _producers[index].Number;

    public long LowestSequence(int index) => _producers[index].LowestSequence;

    public bool MayHold(ReadingName name)
    {
        foreach (var (number, lowest) in _producers)
        {
            if (number == name.Producer)
            {
                return lowest <= name.Sequence;
            }
        }

        return false;
    }

    public void Write(ChunkBuffer buffer)
    {
        buffer.WriteVarint((uint)_producers.Count);
        foreach (var (number, lowest) in _producers)
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
            read._producers.Add((cursor.ReadZigzag(), cursor.ReadZigzag()));
        }

        return read;
    }
}
