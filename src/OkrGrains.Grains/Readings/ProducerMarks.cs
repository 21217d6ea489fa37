using System.Buffers.Binary;
using System.Collections.Immutable;
using OkrGrains.Model.Measures;

namespace OkrGrains.Grains.Readings;

/// <summary>
/// The producers of a goal, by last use. At most <see cref="Limit"/> are kept: a producer that comes back after so many others have
/// sent readings to the same goal is no longer recognised there.
/// </summary>
internal sealed class ProducerMarks
{
    public const int Limit = 256;
    private const int MarkBytes = 24;

    private readonly ImmutableArray<ProducerMark> _marks;

    private ProducerMarks(ImmutableArray<ProducerMark> marks) => _marks = marks;

    public static ProducerMarks None { get; } = new([]);

    public int ByteCount => sizeof(int) + (_marks.Length * MarkBytes);

    public ProducerMark? this[long producer]
    {
        get
        {
            // The last one used is nearly always the one asked for.
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

    /// <summary>Whether the goal may hold a reading; only of a producer that was forgotten it cannot be told.</summary>
    public bool MayHold(ReadingName name) =>
        this[name.Producer] is { } mark ? name.Sequence <= mark.LastSequence : _marks.Length == Limit;

    public ProducerMarks With(ProducerMark mark)
    {
        if (_marks.Length > 0 && _marks[^1].Producer == mark.Producer)
        {
            return new(_marks.SetItem(_marks.Length - 1, mark));
        }

        var others = _marks.RemoveAll(other => other.Producer == mark.Producer);
        return new((others.Length < Limit ? others : others.RemoveAt(0)).Add(mark));
    }

    public void Write(Span<byte> output)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output, _marks.Length);
        output = output[sizeof(int)..];
        foreach (var mark in _marks)
        {
            BinaryPrimitives.WriteInt64LittleEndian(output, mark.Producer);
            BinaryPrimitives.WriteInt64LittleEndian(output[8..], mark.Epoch);
            BinaryPrimitives.WriteInt64LittleEndian(output[16..], mark.LastSequence);
            output = output[MarkBytes..];
        }
    }

    public static ProducerMarks Read(ReadOnlySpan<byte> input)
    {
        var marks = ImmutableArray.CreateBuilder<ProducerMark>(BinaryPrimitives.ReadInt32LittleEndian(input));
        input = input[sizeof(int)..];
        while (marks.Count < marks.Capacity)
        {
            marks.Add(new(
                BinaryPrimitives.ReadInt64LittleEndian(input),
                BinaryPrimitives.ReadInt64LittleEndian(input[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(input[16..])));
            input = input[MarkBytes..];
        }

        return new(marks.MoveToImmutable());
    }
}
