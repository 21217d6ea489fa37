using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OkrGrains.Model.Measures;

namespace OkrGrains.Grains.Readings;

/// <summary>The producer offsets of a goal, by last use.</summary>
/// <remarks>
/// No more than <see cref="Limit"/> are kept. A producer that was dropped is looked up in the goal's history. Only the greatest number
/// among the dropped ones is kept, which tells for which producers that may be needed. So memory is bounded, and nothing counts twice.
/// </remarks>
internal sealed class ProducerOffsets
{
    public const int Limit = 256;

    /// <summary>The bytes of an offset, and of what comes before the offsets, as builds before 0.9.0 wrote them.</summary>
    private const int FixedOffsetBytes = 24;
    private const int FixedHeadBytes = sizeof(int) + sizeof(long);

    /// <summary>The most bytes of a packed offset, three varints.</summary>
    private const int MostOffsetBytes = 30;

    private readonly ImmutableArray<ProducerOffset> _offsets;

    private readonly long _lastDropped;

    private ProducerOffsets(ImmutableArray<ProducerOffset> offsets, long lastDropped)
    {
        _offsets = offsets;
        _lastDropped = lastDropped;
    }

    public static ProducerOffsets None { get; } = new([], 0);

    /// <summary>The most bytes that <see cref="Write"/> needs.</summary>
    public int MostBytes => sizeof(int) + MostOffsetBytes + (_offsets.Length * MostOffsetBytes);

    /// <summary>The offsets, by last use.</summary>
    public ImmutableArray<ProducerOffset> All => _offsets;

    /// <summary>The greatest number of a producer whose offset was dropped; 0 for none.</summary>
    public long LastDropped => _lastDropped;

    public ProducerOffset? this[long producer]
    {
        get
        {
            // The producer used last is nearly always the one asked for.
            for (var i = _offsets.Length - 1; i >= 0; i--)
            {
                if (_offsets[i].Producer == producer)
                {
                    return _offsets[i];
                }
            }

            return null;
        }
    }

    /// <summary>
    /// Returns true if the offset of a producer may have been dropped. A producer with a greater number than any dropped one was numbered
    /// later, and has not been dropped.
    /// </summary>
    public bool MayHaveDropped(long producer) => producer <= _lastDropped && this[producer] is null;

    /// <summary>
    /// Returns true if the goal may hold a reading. For a producer whose offset may have been dropped this cannot be told.
    /// </summary>
    public bool MayHold(ReadingName name) =>
        this[name.Producer] is { } offset ? name.Sequence <= offset.LastSequence : MayHaveDropped(name.Producer);

    /// <summary>Returns the offsets with some added or moved on, even beyond the limit: within one call no producer is dropped.</summary>
    /// <param name="offsets">The offsets, each producer once.</param>
    public ProducerOffsets With(params ReadOnlySpan<ProducerOffset> offsets)
    {
        if (offsets.IsEmpty)
        {
            return this;
        }

        var kept = 0;
        foreach (var offset in _offsets)
        {
            kept += Names(offsets, offset.Producer) ? 0 : 1;
        }

        var next = new ProducerOffset[kept + offsets.Length];
        offsets.CopyTo(next.AsSpan(kept));
        kept = 0;
        foreach (var offset in _offsets)
        {
            if (!Names(offsets, offset.Producer))
            {
                next[kept++] = offset;
            }
        }

        return new(ImmutableCollectionsMarshal.AsImmutableArray(next), _lastDropped);
    }

    /// <summary>Returns the offsets without those that were silent for longest, down to the limit.</summary>
    public ProducerOffsets Trimmed()
    {
        var excess = _offsets.Length - Limit;
        return excess <= 0 ? this : new(_offsets[excess..], Math.Max(_lastDropped, _offsets[..excess].Max(offset => offset.Producer)));
    }

    private static bool Names(ReadOnlySpan<ProducerOffset> offsets, long producer)
    {
        foreach (ref readonly var offset in offsets)
        {
            if (offset.Producer == producer)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Writes the offsets packed: the complement of their number, which no build before 0.9.0 wrote, and then varints. Producers, epochs and
    /// sequences are mostly small, and the offsets are most of a goal's state.
    /// </summary>
    /// <returns>The number of bytes that were written.</returns>
    public int Write(Span<byte> output)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output, ~_offsets.Length);
        var written = sizeof(int);
        written += WriteVarint(output[written..], _lastDropped);
        foreach (ref readonly var offset in _offsets.AsSpan())
        {
            written += WriteVarint(output[written..], offset.Producer);
            written += WriteVarint(output[written..], offset.Epoch);
            written += WriteVarint(output[written..], offset.LastSequence);
        }

        return written;
    }

    public static ProducerOffsets Read(ReadOnlySpan<byte> input) => Read(ref input);

    /// <summary>Reads offsets, and leaves what comes after them.</summary>
    public static ProducerOffsets Read(ref ReadOnlySpan<byte> input)
    {
        var count = BinaryPrimitives.ReadInt32LittleEndian(input);
        if (count >= 0)
        {
            return ReadFixed(ref input, count);
        }

        input = input[sizeof(int)..];
        var lastDropped = ReadVarint(ref input);
        var offsets = new ProducerOffset[~count];
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = new(ReadVarint(ref input), ReadVarint(ref input), ReadVarint(ref input));
        }

        return new(ImmutableCollectionsMarshal.AsImmutableArray(offsets), lastDropped);
    }

    private static ProducerOffsets ReadFixed(ref ReadOnlySpan<byte> input, int count)
    {
        var lastDropped = BinaryPrimitives.ReadInt64LittleEndian(input[sizeof(int)..]);
        input = input[FixedHeadBytes..];
        var offsets = new ProducerOffset[count];
        for (var i = 0; i < count; i++)
        {
            offsets[i] = new(
                BinaryPrimitives.ReadInt64LittleEndian(input),
                BinaryPrimitives.ReadInt64LittleEndian(input[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(input[16..]));
            input = input[FixedOffsetBytes..];
        }

        return new(ImmutableCollectionsMarshal.AsImmutableArray(offsets), lastDropped);
    }

    private static int WriteVarint(Span<byte> output, long value)
    {
        var rest = (ulong)value;
        var length = 0;
        for (; rest >= 0x80; rest >>= 7)
        {
            output[length++] = (byte)(rest | 0x80);
        }

        output[length] = (byte)rest;
        return length + 1;
    }

    private static long ReadVarint(ref ReadOnlySpan<byte> input)
    {
        var value = 0UL;
        var length = 0;
        while (true)
        {
            var next = input[length];
            value |= (ulong)(next & 0x7F) << (7 * length++);
            if (next < 0x80)
            {
                input = input[length..];
                return (long)value;
            }
        }
    }
}
