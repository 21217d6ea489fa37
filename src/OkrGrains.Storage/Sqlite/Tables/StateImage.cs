using System.Buffers.Binary;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Integrity;
using OkrGrains.Storage.States;

namespace OkrGrains.Storage.Sqlite.Tables;

/// <summary>
/// A state as it is kept. Its bytes are a head of fixed width, the body, and zeros up to a capacity, so that the next state of the goal
/// mostly takes the place of this one without moving any other.
/// </summary>
/// <param name="Goal">The goal's number.</param>
/// <param name="Revision">The revision of the goal under which the state was computed.</param>
/// <param name="Position">The last commit that holds readings of the goal or amends one; 0 for none.</param>
/// <param name="Written">The last commit that saved the state.</param>
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
    private const int LengthAt = 4;
    private const int RevisionAt = 8;
    private const int PositionAt = 16;
    private const int WrittenAt = 24;
    private const int EvaluatedAtAt = 32;
    private const int ValidUntilAt = 40;
    private const int BodyAt = 48;
    private const int CapacityStep = 32;
    private const long Never = long.MinValue;

    public int Length => BodyAt + Body.Length;

    /// <summary>What a row is made with: a little more than the state needs now.</summary>
    public int Capacity => (Length + CapacityStep + CapacityStep - 1) / CapacityStep * CapacityStep;

    public StateRow Row => new(Goal, Revision, Position, EvaluatedAt, ValidUntil, Body);

    public void Write(Span<byte> output)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output[LengthAt..], Body.Length);
        BinaryPrimitives.WriteInt64LittleEndian(output[RevisionAt..], Revision);
        BinaryPrimitives.WriteInt64LittleEndian(output[PositionAt..], Position);
        BinaryPrimitives.WriteInt64LittleEndian(output[WrittenAt..], Written);
        BinaryPrimitives.WriteInt64LittleEndian(output[EvaluatedAtAt..], EvaluatedAt.UnixMillis);
        BinaryPrimitives.WriteInt64LittleEndian(output[ValidUntilAt..], ValidUntil?.UnixMillis ?? Never);
        Body.Span.CopyTo(output[BodyAt..]);
        output[Length..].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(output, Checksum(Goal, StaleAt, output));
    }

    /// <exception cref="StoreDamagedException">The bytes are not those that were written.</exception>
    public static StateImage Read(long goal, Instant? staleAt, ReadOnlySpan<byte> bytes)
    {
        var length = Check(goal, staleAt, bytes);
        var validUntil = BinaryPrimitives.ReadInt64LittleEndian(bytes[ValidUntilAt..]);
        return new StateImage(
            goal,
            BinaryPrimitives.ReadInt64LittleEndian(bytes[RevisionAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[PositionAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[WrittenAt..]),
            new Instant(BinaryPrimitives.ReadInt64LittleEndian(bytes[EvaluatedAtAt..])),
            validUntil == Never ? null : new Instant(validUntil),
            staleAt,
            bytes.Slice(BodyAt, length).ToArray());
    }

    /// <summary>Of a state's bytes, the last commit that saved it.</summary>
    /// <exception cref="StoreDamagedException">The bytes are not those that were written.</exception>
    public static long ReadWritten(long goal, Instant? staleAt, ReadOnlySpan<byte> bytes)
    {
        Check(goal, staleAt, bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes[WrittenAt..]);
    }

    private static int Check(long goal, Instant? staleAt, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < BodyAt || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Checksum(goal, staleAt, bytes))
        {
            throw new StoreDamagedException($"The state of {goal} does not match its checksum.");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[LengthAt..]);
        return (uint)length <= (uint)(bytes.Length - BodyAt)
            ? length
            : throw new StoreDamagedException($"The state of {goal} is longer than its row.");
    }

    private static uint Checksum(long goal, Instant? staleAt, ReadOnlySpan<byte> bytes)
    {
        var checksum = new RowChecksum(RowKind.State);
        checksum.Add(goal);
        checksum.Add(staleAt?.UnixMillis);
        checksum.Add(bytes[LengthAt..]);
        return (uint)checksum.Value;
    }
}
