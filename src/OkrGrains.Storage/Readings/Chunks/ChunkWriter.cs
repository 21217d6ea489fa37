using System.Runtime.InteropServices;
using OkrGrains.Model.Time;

namespace OkrGrains.Storage.Readings.Chunks;

/// <summary>
/// Packs the readings that one commit holds of a run of goals. A directory of fixed width comes before the sections, so that one goal's
/// section is found by binary search and the others are never decoded. The layout is part of the format: a change is a new first byte.
/// </summary>
internal sealed class ChunkWriter
{
    public const byte Layout = 1;

    private readonly ChunkBuffer _chunk = new();
    private readonly ChunkBuffer _sectionBytes = new();
    private readonly List<int> _ends = [];
    private readonly ChunkProducers _producers = new();

    /// <summary>Packs sections of rising goal numbers. The result is valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(long position, ReadOnlySpan<ChunkSection> sections)
    {
        _producers.Clear();
        var lowestTime = Instant.Latest;
        foreach (ref readonly var section in sections)
        {
            var readings = section.Readings.Span;
            _producers.Note(readings);
            foreach (ref readonly var reading in readings)
            {
                lowestTime = Instant.Min(lowestTime, reading.Time);
            }
        }

        _sectionBytes.Clear();
        _ends.Clear();
        foreach (ref readonly var section in sections)
        {
            ChunkSection.Write(_sectionBytes, section, position, lowestTime, _producers);
            _ends.Add(_sectionBytes.Length);
        }

        _chunk.Clear();
        _chunk.WriteByte(Layout);
        _producers.Write(_chunk);
        _chunk.WriteZigzag(lowestTime.UnixMillis);
        WriteDirectory(sections);
        _chunk.Write(_sectionBytes.Written);
        return _chunk.Written;
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
