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
    private const int OffsetBytes = 24;
    private const int HeadBytes = sizeof(int) + sizeof(long);

    private readonly ImmutableArray<ProducerOffset> _offsets;

    private readonly long _lastDropped;

    private ProducerOffsets(ImmutableArray<ProducerOffset> offsets, long lastDropped)
    {
        _offsets = offsets;
        _lastDropped = lastDropped;
    }

    public static ProducerOffsets None { get; } = new([], 0);

    public int ByteCount => HeadBytes + (_offsets.Length * OffsetBytes);

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

    public void Write(Span<byte> output)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output, _offsets.Length);
        BinaryPrimitives.WriteInt64LittleEndian(output[sizeof(int)..], _lastDropped);
        output = output[HeadBytes..];
        foreach (var offset in _offsets)
        {
            BinaryPrimitives.WriteInt64LittleEndian(output, offset.Producer);
            BinaryPrimitives.WriteInt64LittleEndian(output[8..], offset.Epoch);
            BinaryPrimitives.WriteInt64LittleEndian(output[16..], offset.LastSequence);
            output = output[OffsetBytes..];
        }
    }

    public static ProducerOffsets Read(ReadOnlySpan<byte> input)
    {
        var offsets = ImmutableArray.CreateBuilder<ProducerOffset>(BinaryPrimitives.ReadInt32LittleEndian(input));
        var lastDropped = BinaryPrimitives.ReadInt64LittleEndian(input[sizeof(int)..]);
        input = input[HeadBytes..];
        while (offsets.Count < offsets.Capacity)
        {
            offsets.Add(new(
                BinaryPrimitives.ReadInt64LittleEndian(input),
                BinaryPrimitives.ReadInt64LittleEndian(input[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(input[16..])));
            input = input[OffsetBytes..];
        }

        return new(offsets.MoveToImmutable(), lastDropped);
    }
}
