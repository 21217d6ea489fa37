using System.Buffers.Binary;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Integrity;
using OkrGrains.Storage.Packing;
using OkrGrains.Storage.States;

namespace OkrGrains.Storage.Sqlite.Tables;

/// <summary>
/// A state as it is kept: packed, with a checksum before and zeros up to a capacity behind, so that the next state of the goal mostly takes
/// the place of this one without moving any other.
/// </summary>
/// <param name="Goal">The goal's number.</param>
/// <param name="Revision">The revision of the goal under which the state was computed.</param>
/// <param name="Position">The last commit that holds readings of the goal or amends one; 0 for none.</param>
/// <param name="Written">The last commit that saved the state; not before <paramref name="Position"/>.</param>
/// <param name="EvaluatedAt">The instant at which it was computed.</param>
/// <param name="ValidUntil">The first instant at which it changes if nothing arrives; null for never.</param>
/// <param name="StaleAt">When it must be computed again; null for never. Not among the bytes: an index is on it.</param>
/// <param name="Body">The state itself.</param>
internal readonly record struct StateImage(
    long Goal,
    long Revision,
    long Position,
    long Written,
    Instant EvaluatedAt,
    Instant? ValidUntil,
    Instant? StaleAt,
    ReadOnlyMemory<byte> Body)
{
    private const int ChecksumBytes = sizeof(uint);
    private const int CapacityStep = 16;

    public StateRow Row => new(Goal, Revision, Position, EvaluatedAt, ValidUntil, Body);

    /// <summary>What a row is made with that is to hold so many bytes: a little more.</summary>
    public static int CapacityFor(int length) => (length + CapacityStep + CapacityStep - 1) / CapacityStep * CapacityStep;

    /// <summary>The bytes without the zeros behind; <see cref="Seal"/> ends them.</summary>
    public void Write(PackedBuffer output)
    {
        output.Clear();
        output.WriteFixed(0, ChecksumBytes);
        output.WriteVarint((ulong)Position);
        output.WriteVarint((ulong)(Written - Position));
        output.WriteVarint((ulong)Revision);
        output.WriteZigzag(EvaluatedAt.UnixMillis);
        output.WriteByte(ValidUntil is null ? (byte)0 : (byte)1);
        if (ValidUntil is { } until)
        {
            output.WriteZigzag(until.UnixMillis - EvaluatedAt.UnixMillis);
        }

        output.WriteVarint((uint)Body.Length);
        output.Write(Body.Span);
    }

    /// <summary>Fills what was written up to a capacity, and sets its checksum.</summary>
    public ReadOnlySpan<byte> Seal(PackedBuffer written, int capacity)
    {
        var bytes = written.Pad(capacity);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Checksum(Goal, StaleAt, bytes));
        return bytes;
    }

    /// <exception cref="StoreDamagedException">The bytes are not those that were written.</exception>
    public static StateImage Read(long goal, Instant? staleAt, ReadOnlySpan<byte> bytes)
    {
        var cursor = Open(goal, staleAt, bytes);
        var position = (long)cursor.ReadVarint();
        var written = position + (long)cursor.ReadVarint();
        var revision = (long)cursor.ReadVarint();
        var evaluatedAt = cursor.ReadZigzag();
        Instant? validUntil = cursor.ReadByte() == 0 ? null : new Instant(evaluatedAt + cursor.ReadZigzag());
        var body = cursor.Take(cursor.ReadCount()).ToArray();
        return new StateImage(goal, revision, position, written, new Instant(evaluatedAt), validUntil, staleAt, body);
    }

    /// <summary>Of a state's bytes, the last commit that saved it.</summary>
    /// <exception cref="StoreDamagedException">The bytes are not those that were written.</exception>
    public static long ReadWritten(long goal, Instant? staleAt, ReadOnlySpan<byte> bytes)
    {
        var cursor = Open(goal, staleAt, bytes);
        return (long)(cursor.ReadVarint() + cursor.ReadVarint());
    }

    private static PackedCursor Open(long goal, Instant? staleAt, ReadOnlySpan<byte> bytes) =>
        bytes.Length > ChecksumBytes && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Checksum(goal, staleAt, bytes)
            ? new PackedCursor(bytes[ChecksumBytes..])
            : throw new StoreDamagedException($"The state of {goal} does not match its checksum.");

    private static uint Checksum(long goal, Instant? staleAt, ReadOnlySpan<byte> bytes)
    {
        var checksum = new RowChecksum(RowKind.State);
        checksum.Add(goal);
        checksum.Add(staleAt?.UnixMillis);
        checksum.Add(bytes[ChecksumBytes..]);
        return (uint)checksum.Value;
    }
}
