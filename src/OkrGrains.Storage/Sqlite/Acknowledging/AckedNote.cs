using System.Buffers.Binary;
using OkrGrains.Storage.Integrity;

namespace OkrGrains.Storage.Sqlite.Acknowledging;

/// <summary>
/// The last acknowledged commit, noted outside of the database: the engine drops its log from the first damaged frame on and says
/// nothing, so that without the note a store that has lost commits looks like one that never had them.
/// </summary>
/// <remarks>
/// The note of a commit is written once the commit is durable, so it never leads; acknowledgements wait until the note is durable too, so
/// it never lags behind what anybody was told. There are two slots in sectors of their own, written in turn: a torn write leaves the other.
/// </remarks>
internal sealed class AckedNote : IDisposable
{
    private const int SlotStride = 4096;
    private const int SlotBytes = 2 * sizeof(long);
    private const int FileBytes = 2 * SlotStride;

    private readonly NoteFile _file;
    private int _next;

    private AckedNote(NoteFile file, AckedPosition found, int next)
    {
        _file = file;
        Found = found;
        _next = next;
    }

    /// <summary>What the file said when it was opened.</summary>
    public AckedPosition Found { get; }

    /// <summary>Opens the note, and makes one of nothing where there is none.</summary>
    public static AckedNote Open(NoteFile file)
    {
        Span<byte> bytes = stackalloc byte[FileBytes];
        var found = Read(file, bytes, out var newest);
        if (found.Kind == AckedKind.None)
        {
            // All of the file exists from here on, so that a note needs no space.
            bytes.Clear();
            Encode(bytes, 0);
            file.Write(bytes, 0);
            file.Flush();
            newest = 0;
        }

        return new AckedNote(file, found, next: 1 - newest);
    }

    public static AckedPosition Read(NoteFile file) => Read(file, stackalloc byte[FileBytes], out _);

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

    private static AckedPosition Read(NoteFile file, Span<byte> bytes, out int newest)
    {
        bytes.Clear();
        _ = file.Read(bytes);
        var first = Decode(bytes[..SlotBytes]);
        var second = Decode(bytes.Slice(SlotStride, SlotBytes));
        newest = second > first || first is null ? 1 : 0;
        if (first is null && second is null)
        {
            // A file that was being made has a slot of zeros; one that was in use has none.
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
        var checksum = new RowChecksum(RowKind.AckedNote);
        checksum.Add(position);
        return checksum.Value;
    }
}

/// <summary>What a note says.</summary>
/// <param name="Kind">Whether it says anything.</param>
/// <param name="Position">The last commit that may have been acknowledged; 0 unless known.</param>
internal readonly record struct AckedPosition(AckedKind Kind, long Position);

internal enum AckedKind
{
    /// <summary>There is no note: a new store, or one restored from a backup.</summary>
    None,

    Known,

    /// <summary>There was a note, and neither of its slots can be read.</summary>
    Damaged,
}
