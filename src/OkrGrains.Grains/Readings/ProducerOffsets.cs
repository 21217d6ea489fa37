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
    private const int MarkBytes = 24;
    private const int HeadBytes = sizeof(int) + sizeof(long);

    private readonly ImmutableArray<ProducerOffset> _marks;

    private readonly long _forgotten;

    private ProducerOffsets(ImmutableArray<ProducerOffset> marks, long forgotten)
    {
        _marks = marks;
        _forgotten = forgotten;
    }

    public static ProducerOffsets None { get; } = new([], 0);

    public int ByteCount => HeadBytes + (_marks.Length * MarkBytes);

    public ProducerOffset? this[long producer]
    {
        get
        {
            // The producer used last is nearly always the one asked for.
            for (var i = _marks.Length - 1; i >= 0; i--)
            {
                if (_marks[i].Producer == producer)
                {
                    return _marks[i];
                }
            }

            return null;
        }
    }

    /// <summary>
    /// Returns true if the offset of a producer may have been dropped. A producer with a greater number than any dropped one was numbered
    /// later, and has not been dropped.
    /// </summary>
    public bool MayHaveForgotten(long producer) => producer <= _forgotten && this[producer] is null;

    /// <summary>
    /// Returns true if the goal may hold a reading. For a producer whose offset may have been dropped this cannot be told.
    /// </summary>
    public bool MayHold(ReadingName name) =>
        this[name.Producer] is { } mark ? name.Sequence <= mark.LastSequence : MayHaveForgotten(name.Producer);

    /// <summary>Returns the offsets with some added or moved on, even beyond the limit: within one call no producer is dropped.</summary>
    /// <param name="marks">The offsets, each producer once.</param>
    public ProducerOffsets With(params ReadOnlySpan<ProducerOffset> marks)
    {
        if (marks.IsEmpty)
        {
            return this;
        }

        var kept = 0;
        foreach (var mark in _marks)
        {
            kept += Names(marks, mark.Producer) ? 0 : 1;
        }

        var next = new ProducerOffset[kept + marks.Length];
        marks.CopyTo(next.AsSpan(kept));
        kept = 0;
        foreach (var mark in _marks)
        {
            if (!Names(marks, mark.Producer))
            {
                next[kept++] = mark;
            }
        }

        return new(ImmutableCollectionsMarshal.AsImmutableArray(next), _forgotten);
    }

    /// <summary>Returns the offsets without those that were silent for longest, down to the limit.</summary>
    public ProducerOffsets Trimmed()
    {
        var excess = _marks.Length - Limit;
        return excess <= 0 ? this : new(_marks[excess..], Math.Max(_forgotten, _marks[..excess].Max(mark => mark.Producer)));
    }

    private static bool Names(ReadOnlySpan<ProducerOffset> marks, long producer)
    {
        foreach (ref readonly var mark in marks)
        {
            if (mark.Producer == producer)
            {
                return true;
            }
        }

        return false;
    }

    public void Write(Span<byte> output)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output, _marks.Length);
        BinaryPrimitives.WriteInt64LittleEndian(output[sizeof(int)..], _forgotten);
        output = output[HeadBytes..];
        foreach (var mark in _marks)
        {
            BinaryPrimitives.WriteInt64LittleEndian(output, mark.Producer);
            BinaryPrimitives.WriteInt64LittleEndian(output[8..], mark.Epoch);
            BinaryPrimitives.WriteInt64LittleEndian(output[16..], mark.LastSequence);
            output = output[MarkBytes..];
        }
    }

    public static ProducerOffsets Read(ReadOnlySpan<byte> input)
    {
        var marks = ImmutableArray.CreateBuilder<ProducerOffset>(BinaryPrimitives.ReadInt32LittleEndian(input));
        var forgotten = BinaryPrimitives.ReadInt64LittleEndian(input[sizeof(int)..]);
        input = input[HeadBytes..];
        while (marks.Count < marks.Capacity)
        {
            marks.Add(new(
                BinaryPrimitives.ReadInt64LittleEndian(input),
                BinaryPrimitives.ReadInt64LittleEndian(input[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(input[16..])));
            input = input[MarkBytes..];
        }

        return new(marks.MoveToImmutable(), forgotten);
    }
}
