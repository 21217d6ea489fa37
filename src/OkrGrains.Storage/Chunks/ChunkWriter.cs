using System.Runtime.InteropServices;
using OkrGrains.Model.Time;

namespace OkrGrains.Storage.Chunks;

/// <summary>
/// Packs the readings that one commit holds of a run of goals. A directory of fixed width comes before the sections, so that one goal's
/// section is found by binary search and the others are never decoded. The layout is part of the file format: a change needs a new first
/// byte.
/// </summary>
internal sealed class ChunkWriter
{
    public const byte Layout = 3;

    /// <summary>
    /// The previous layout, which is still read, by the same code: its columns are merely never split (<see cref="SplitNumbers"/>), and its
    /// sequences never keep pace (<see cref="OriginColumn"/>).
    /// </summary>
    public const byte PlainerLayout = 2;

    private readonly PackedBuffer _chunk = new();
    private readonly PackedBuffer _sectionBytes = new();
    private readonly List<int> _ends = [];
    private readonly ChunkProducers _producers = new();
    private readonly ProducerIndexes _indexesOf;
    private long[] _indexes = new long[4096];
    private long[] _scratch = new long[2 * 4096];

    public ChunkWriter() => _indexesOf = new ProducerIndexes(_producers);

    /// <summary>Packs sections, which are in the order of their goal numbers. The result is valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(long position, ReadOnlySpan<ChunkSection> sections)
    {
        var lowestTime = Collect(sections);
        _sectionBytes.Clear();
        _ends.Clear();
        var from = 0;
        foreach (ref readonly var section in sections)
        {
            section.Write(_sectionBytes, position, lowestTime, _indexes.AsSpan(from, section.Readings.Length), _producers, _scratch);
            _ends.Add(_sectionBytes.Length);
            from += section.Readings.Length;
        }

        _chunk.Clear();
        _chunk.WriteByte(Layout);
        _producers.Write(_chunk);
        _chunk.WriteZigzag(lowestTime.UnixMillis);
        WriteDirectory(sections);
        _chunk.Write(_sectionBytes.Written);
        return _chunk.Written;
    }

    /// <summary>Collects what the chunk holds once for all sections: registers the producers and returns the lowest time.</summary>
    private Instant Collect(ReadOnlySpan<ChunkSection> sections)
    {
        var count = 0;
        foreach (ref readonly var section in sections)
        {
            count += section.Readings.Length;
        }

        if (_indexes.Length < count)
        {
            _indexes = new long[count];
            _scratch = new long[2 * count];
        }

        _indexesOf.Clear();
        var lowestTime = Instant.Latest;
        var indexes = _indexes.AsSpan();
        foreach (ref readonly var section in sections)
        {
            var readings = section.Readings.Span;
            _indexesOf.Add(readings, indexes);
            indexes = indexes[readings.Length..];
            foreach (ref readonly var reading in readings)
            {
                lowestTime = Instant.Min(lowestTime, reading.Time);
            }
        }

        return lowestTime;
    }

    private void WriteDirectory(ReadOnlySpan<ChunkSection> sections)
    {
        var first = sections[0].Goal;
        var goalWidth = WidthOf((ulong)(sections[^1].Goal - first));
        var endWidth = WidthOf((ulong)_sectionBytes.Length);
        _chunk.WriteVarint((uint)sections.Length);
        _chunk.WriteZigzag(first);
        _chunk.WriteByte((byte)goalWidth);
        _chunk.WriteByte((byte)endWidth);
        foreach (ref readonly var section in sections)
        {
            _chunk.WriteFixed((ulong)(section.Goal - first), goalWidth);
        }

        foreach (var end in CollectionsMarshal.AsSpan(_ends))
        {
            _chunk.WriteFixed((uint)end, endWidth);
        }
    }

    private static int WidthOf(ulong greatest)
    {
        var width = 1;
        while (width < sizeof(ulong) && greatest >> (8 * width) != 0)
        {
            width++;
        }

        return width;
    }
}
