using System.Buffers.Binary;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Sqlite.Connection;

/// <summary>
/// The ack watermark: a file outside of the database with the position of the last acknowledged commit. The engine silently drops its log
/// from the first damaged frame on, so without the watermark a store that has lost commits would look like one that never had them.
/// </summary>
/// <remarks>
/// The watermark is written once the commit is durable, so it never leads; acknowledgements wait until the watermark is durable too, so it
/// never lags behind what anybody was told. The file has two slots in separate sectors, which are written alternately: a torn write leaves
/// the other slot intact.
/// </remarks>
internal sealed class AckWatermark : IDisposable
{
    private const int SlotStride = 4096;
    private const int SlotBytes = 2 * sizeof(long);
    private const int FileBytes = 2 * SlotStride;

    private readonly WatermarkFile _file;
    private int _next;

    private AckWatermark(WatermarkFile file, AckedPosition found, int next)
    {
        _file = file;
        Found = found;
        _next = next;
    }

    /// <summary>The position that the file held when it was opened.</summary>
    public AckedPosition Found { get; }

    /// <summary>Opens the watermark; writes a new one of position 0 if there is none.</summary>
    public static AckWatermark Open(WatermarkFile file)
    {
        Span<byte> bytes = stackalloc byte[FileBytes];
        var found = Read(file, bytes, out var newest);
        if (found.Kind == AckedKind.None)
        {
            // Writes the whole file now, so that later writes need no further space on the disk.
            bytes.Clear();
            Encode(bytes, 0);
            file.Write(bytes, 0);
            file.Flush();
            newest = 0;
        }

        return new AckWatermark(file, found, next: 1 - newest);
    }

    public static AckedPosition Read(WatermarkFile file) => Read(file, stackalloc byte[FileBytes], out _);

    /// <summary>Makes durable that a commit may have been acknowledged.</summary>
    public void Write(long position)
    {
        Span<byte> slot = stackalloc byte[SlotBytes];
        Encode(slot, position);
        _file.Write(slot, _next * SlotStride);
        _file.Flush();
        _next = 1 - _next;
    }

    public void Dispose() => _file.Dispose();

    private static AckedPosition Read(WatermarkFile file, Span<byte> bytes, out int newest)
    {
        bytes.Clear();
        _ = file.Read(bytes);
        var first = Decode(bytes[..SlotBytes]);
        var second = Decode(bytes.Slice(SlotStride, SlotBytes));
        newest = second > first || first is null ? 1 : 0;
        if (first is null && second is null)
        {
            // If the process ended while it was creating the file, one slot is all zeros. In a file that has been in use, neither slot is.
            var isUsed = bytes[..SlotBytes].ContainsAnyExcept((byte)0) && bytes.Slice(SlotStride, SlotBytes).ContainsAnyExcept((byte)0);
            return new AckedPosition(isUsed ? AckedKind.Damaged : AckedKind.None, 0);
        }

        return new AckedPosition(AckedKind.Known, Math.Max(first ?? 0, second ?? 0));
    }

    private static void Encode(Span<byte> slot, long position)
    {
        BinaryPrimitives.WriteInt64LittleEndian(slot, position);
        BinaryPrimitives.WriteInt64LittleEndian(slot[sizeof(long)..], Checksum(position));
    }

    private static long? Decode(ReadOnlySpan<byte> slot)
    {
        var position = BinaryPrimitives.ReadInt64LittleEndian(slot);
        return BinaryPrimitives.ReadInt64LittleEndian(slot[sizeof(long)..]) == Checksum(position) ? position : null;
    }

    private static long Checksum(long position)
    {
        var checksum = new RowChecksum(RowKind.AckWatermark);
        checksum.Add(position);
        return checksum.Value;
    }
}

/// <summary>The content of an ack watermark.</summary>
/// <param name="Kind">The state in which the watermark was found.</param>
/// <param name="Position">The position of the last commit that may have been acknowledged; 0 unless known.</param>
internal readonly record struct AckedPosition(AckedKind Kind, long Position);

internal enum AckedKind
{
    /// <summary>There is no watermark: the store is new, or was restored from a backup.</summary>
    None,

    Known,

    /// <summary>There was a watermark, and neither of its slots can be read.</summary>
    Damaged,
}
