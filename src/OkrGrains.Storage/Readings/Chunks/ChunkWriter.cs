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

    private readonly ChunkBuffer chunk = new();
    private readonly ChunkBuffer sectionBytes = new();
    private readonly List<int> ends = [];
    private readonly ChunkProducers producers = new();

    /// <summary>Packs sections of rising goal numbers. The result is valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(long position, ReadOnlySpan<ChunkSection> sections)
    {
        producers.Clear();
        var lowestTime = Instant.Latest;
        foreach (ref readonly var section in sections)
        {
            var readings = section.Readings.Span;
            producers.Note(readings);
            foreach (ref readonly var reading in readings)
            {
                lowestTime = Instant.Min(lowestTime, reading.Time);
            }
        }

        sectionBytes.Clear();
        ends.Clear();
        foreach (ref readonly var section in sections)
        {
            ChunkSection.Write(sectionBytes, section, position, lowestTime, producers);
            ends.Add(sectionBytes.Length);
        }

        chunk.Clear();
        chunk.WriteByte(Layout);
        producers.Write(chunk);
        chunk.WriteZigzag(lowestTime.UnixMillis);
        WriteDirectory(sections);
        chunk.Write(sectionBytes.Written);
        return chunk.Written;
    }

    private void WriteDirectory(ReadOnlySpan<ChunkSection> sections)
    {
        var first = sections[0].Goal;
        var goalWidth = WidthOf((ulong)(sections[^1].Goal - first));
        var endWidth = WidthOf((ulong)sectionBytes.Length);
        chunk.WriteVarint((uint)sections.Length);
        chunk.WriteZigzag(first);
        chunk.WriteByte((byte)goalWidth);
        chunk.WriteByte((byte)endWidth);
        foreach (ref readonly var section in sections)
        {
            chunk.WriteFixed((ulong)(section.Goal - first), goalWidth);
        }

        foreach (var end in CollectionsMarshal.AsSpan(ends))
        {
            chunk.WriteFixed((uint)end, endWidth);
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
