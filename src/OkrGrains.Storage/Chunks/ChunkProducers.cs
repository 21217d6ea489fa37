using OkrGrains.Model.Measures;

namespace OkrGrains.Storage.Chunks;

/// <summary>The producers of a chunk, each with its lowest sequence in the chunk. Sections refer to them by index.</summary>
internal sealed class ChunkProducers
{
    private long[] _numbers = new long[8];
    private long[] _lowest = new long[8];
    private long[] _last = new long[8];

    public int Count { get; private set; }

    /// <summary>The lowest sequence of each producer.</summary>
    public ReadOnlySpan<long> Lowest => _lowest.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public int Add(long number, long lowestSequence)
    {
        if (Count == _numbers.Length)
        {
            Array.Resize(ref _numbers, Count * 2);
            Array.Resize(ref _lowest, Count * 2);
            Array.Resize(ref _last, Count * 2);
        }

        _numbers[Count] = number;
        _lowest[Count] = lowestSequence;
        return Count++;
    }

    /// <summary>Lowers the lowest sequence of a producer to the given one, if that is lower.</summary>
    public void Lower(int index, long sequence)
    {
        if (sequence < _lowest[index])
        {
            _lowest[index] = sequence;
        }
    }

    public bool IsAt(int index, long number) => index < Count && _numbers[index] == number;

    public long NumberAt(int index) => _numbers[index];

    /// <summary>
    /// Begins a section: returns the last sequence of each producer in it, which is at first the producer's lowest in the chunk. The caller
    /// updates them as it goes through the readings.
    /// </summary>
    public Span<long> BeginSection()
    {
        var last = _last.AsSpan(0, Count);
        _lowest.AsSpan(0, Count).CopyTo(last);
        return last;
    }

    public bool MayHold(ReadingName name)
    {
        var index = _numbers.AsSpan(0, Count).IndexOf(name.Producer);
        return index >= 0 && _lowest[index] <= name.Sequence;
    }

    public void Write(PackedBuffer buffer)
    {
        buffer.WriteVarint((uint)Count);
        for (var i = 0; i < Count; i++)
        {
            buffer.WriteZigzag(_numbers[i]);
            buffer.WriteZigzag(_lowest[i]);
        }
    }

    public static ChunkProducers Read(ref PackedCursor cursor)
    {
        var read = new ChunkProducers();
        for (var left = cursor.ReadCount(); left > 0; left--)
        {
            read.Add(cursor.ReadZigzag(), cursor.ReadZigzag());
        }

        return read;
    }
}
