using System.Buffers.Binary;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Chunks;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Sqlite.States;

/// <summary>
/// A state in its stored form: a checksum, the packed state, and zeros up to a capacity, so that the goal's next state mostly fits into the
/// same place and no other row has to move.
/// </summary>
/// <param name="Goal">The goal's number.</param>
/// <param name="Revision">The revision of the goal under which the state was computed.</param>
/// <param name="Position">The position of the last commit that holds readings of the goal or amends one; 0 for none.</param>
/// <param name="Written">The position of the last commit that saved the state; not before <paramref name="Position"/>.</param>
/// <param name="EvaluatedAt">The instant at which the state was computed.</param>
/// <param name="ValidUntil">The first instant at which the state changes if nothing arrives; null for never.</param>
/// <param name="StaleAt">
/// The instant from which the state must be computed again; null for never. It is a column of its own, since there is an index on it.
/// </param>
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

    /// <summary>
    /// Returns the capacity of a new row for a state of the given length: a multiple of 16 bytes, with at least 16 to spare.
    /// </summary>
    public static int CapacityFor(int length) => (length + CapacityStep + CapacityStep - 1) / CapacityStep * CapacityStep;

    /// <summary>Writes the bytes without the zeros at the end. <see cref="Seal"/> completes them.</summary>
    public void Write(PackedBuffer output)
    {
        output.Clear();
        output.WriteFixed(0, ChecksumBytes);
        Pack(output);
    }

    /// <summary>Writes the state as the state log has it, behind what was written before.</summary>
    /// <param name="output">Takes the goal, the instant from which the state is stale, and the packed state.</param>
    /// <param name="packedAt">The length of the output where the packed state begins.</param>
    public void WriteLogged(PackedBuffer output, out int packedAt)
    {
        output.WriteVarint((ulong)Goal);
        output.WriteByte(StaleAt is null ? (byte)0 : (byte)1);
        if (StaleAt is { } staleAt)
        {
            output.WriteZigzag(staleAt.UnixMillis);
        }

        packedAt = output.Length;
        Pack(output);
    }

    /// <summary>Adds the states of a row of the state log to a run.</summary>
    /// <exception cref="StoreDamagedException">The bytes are not those that <see cref="WriteLogged"/> wrote.</exception>
    public static void ReadLogged(long commit, byte[] row, LoggedStates states)
    {
        var cursor = new PackedCursor(row);
        while (cursor.Left > 0)
        {
            var goal = (long)cursor.ReadVarint();
            Instant? staleAt = cursor.ReadByte() == 0 ? null : new Instant(cursor.ReadZigzag());
            var packedAt = row.Length - cursor.Left;
            _ = Unpack(goal, staleAt, ref cursor);
            states.Add(new LoggedState(goal, commit, staleAt, row, packedAt, row.Length - cursor.Left - packedAt, Older: -1));
        }
    }

    /// <summary>Fills the written bytes up to a capacity with zeros, and sets their checksum.</summary>
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
        return Unpack(goal, staleAt, ref cursor);
    }

    /// <summary>Reads a packed state of the state log.</summary>
    public static StateImage Unpack(long goal, Instant? staleAt, ReadOnlySpan<byte> packed)
    {
        var cursor = new PackedCursor(packed);
        return Unpack(goal, staleAt, ref cursor);
    }

    /// <summary>Reads from a state's bytes only the position of the last commit that saved it.</summary>
    /// <exception cref="StoreDamagedException">The bytes are not those that were written.</exception>
    public static long ReadWritten(long goal, Instant? staleAt, ReadOnlySpan<byte> bytes)
    {
        var cursor = Open(goal, staleAt, bytes);
        return ReadWritten(ref cursor);
    }

    /// <summary>Reads from a packed state of the state log only the position of the last commit that saved it.</summary>
    public static long UnpackWritten(ReadOnlySpan<byte> packed)
    {
        var cursor = new PackedCursor(packed);
        return ReadWritten(ref cursor);
    }

    private static long ReadWritten(ref PackedCursor cursor) => (long)(cursor.ReadVarint() + cursor.ReadVarint());

    private void Pack(PackedBuffer output)
    {
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

    private static StateImage Unpack(long goal, Instant? staleAt, ref PackedCursor cursor)
    {
        var position = (long)cursor.ReadVarint();
        var written = position + (long)cursor.ReadVarint();
        var revision = (long)cursor.ReadVarint();
        var evaluatedAt = cursor.ReadZigzag();
        Instant? validUntil = cursor.ReadByte() == 0 ? null : new Instant(evaluatedAt + cursor.ReadZigzag());
        var body = cursor.Take(cursor.ReadCount()).ToArray();
        return new StateImage(goal, revision, position, written, new Instant(evaluatedAt), validUntil, staleAt, body);
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
