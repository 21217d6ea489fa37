using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Chunks;

/// <summary>Finds the producer of each reading of a chunk that is being written, by the producer's number.</summary>
internal sealed class ProducerIndexes(ChunkProducers producers)
{
    /// <summary>
    /// The size of a cache that is indexed by the lowest bits of a producer's number. Producers are numbered one after the other, so that
    /// two of them seldom share a slot.
    /// </summary>
    private const int NearSlots = 256;

    private readonly int[] _near = new int[NearSlots];
    private readonly Dictionary<long, int> _indexes = [];

    public void Clear()
    {
        producers.Clear();
        _indexes.Clear();
    }

    /// <summary>Registers the producers of readings, and sets the index of each reading's producer.</summary>
    public void Add(ReadOnlySpan<StoredReading> readings, Span<long> indexes)
    {
        for (var i = 0; i < readings.Length; i++)
        {
            ref readonly var reading = ref readings[i];
            ref var near = ref _near[(int)(reading.Producer & (NearSlots - 1))];
            if (!producers.IsAt(near, reading.Producer))
            {
                near = IndexOf(reading.Producer, reading.Sequence);
            }

            producers.Lower(near, reading.Sequence);
            indexes[i] = near;
        }
    }

    private int IndexOf(long number, long sequence)
    {
        if (!_indexes.TryGetValue(number, out var index))
        {
            index = producers.Add(number, sequence);
            _indexes.Add(number, index);
        }

        return index;
    }
}
