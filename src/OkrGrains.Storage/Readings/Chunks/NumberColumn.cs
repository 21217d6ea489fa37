using System.Buffers.Binary;
using OkrGrains.Storage.Packing;

namespace OkrGrains.Storage.Readings.Chunks;

/// <summary>
/// A column of whole numbers: a byte that says how, then whichever is shortest. The least number and of each how far it is above, in as few
/// bits as the farthest needs; or <see cref="SplitNumbers"/>, where most are near one end; or varints, where a few far ones would make all
/// of them long.
/// </summary>
internal ref struct NumberColumn
{
    private const int Whole = 64;
    private const byte Varints = 0x7F;

    private readonly int _kind;
    private readonly long _least;
    private readonly SplitNumbers _split;
    private PackedBits _bits;
    private PackedBits _high;
    private PackedCursor _bytes;

    private NumberColumn(int kind, int count, ref PackedCursor cursor)
    {
        _kind = kind;
        if (kind <= PackedBuffer.WidestBits)
        {
            _least = cursor.ReadZigzag();
            _bits = new PackedBits(TakeBits(ref cursor, count, kind));
        }
        else if (kind >= SplitNumbers.Mark)
        {
            _split = SplitNumbers.Read(kind, ref cursor);
            _high = new PackedBits(cursor.Take(cursor.ReadCount()));
            _bits = new PackedBits(TakeBits(ref cursor, count, _split.Low));
        }
        else
        {
            _bytes = new PackedCursor(kind switch
            {
                Varints => cursor.Take(cursor.ReadCount()),
                Whole => TakeBits(ref cursor, count, Whole),
                _ => throw PackedCursor.Damaged(),
            });
        }
    }

    /// <summary>Writes a column; nothing for no numbers.</summary>
    /// <param name="buffer">Where.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="leastWidth">Bits that a number takes even if all are alike.</param>
    public static void Write(PackedBuffer buffer, ReadOnlySpan<long> values, int leastWidth = 0)
    {
        if (values.IsEmpty)
        {
            return;
        }

        var bounds = NumberBounds.Of(values);
        var width = Math.Max(leastWidth, bounds.Width);
        var packed = PackedLength(values.Length, bounds.Least, width);
        var varints = width > 8 ? VarintsLength(values, bounds, packed) : long.MaxValue;
        var shortest = Math.Min(packed, varints);
        if (SplitNumbers.For(bounds, shortest) is { } split
            && split.HighBits(values) is var highBits
            && split.Length(values.Length, highBits) < shortest)
        {
            split.Write(buffer, values, highBits);
        }
        else if (varints < packed)
        {
            buffer.WriteByte(Varints);
            buffer.WriteVarint((ulong)varints);
            foreach (var value in values)
            {
                buffer.WriteZigzag(value);
            }
        }
        else if (width <= PackedBuffer.WidestBits)
        {
            buffer.WriteByte((byte)width);
            buffer.WriteZigzag(bounds.Least);
            buffer.WriteBits(values, bounds.Least, width);
        }
        else
        {
            buffer.WriteByte(Whole);
            foreach (var value in values)
            {
                buffer.WriteFixed((ulong)value, sizeof(long));
            }
        }
    }

    /// <summary>Begins to read a column; each of its numbers is then the <see cref="Next"/>.</summary>
    public static NumberColumn Read(ref PackedCursor cursor, int count) => count == 0 ? default : new(cursor.ReadByte(), count, ref cursor);

    /// <summary>The next number; there are no more than were asked for.</summary>
    public long Next() => _kind switch
    {
        <= PackedBuffer.WidestBits => _least + (long)_bits.Next(_kind),
        >= SplitNumbers.Mark => _split.Join(_high.NextZeros(), _bits.Next(_split.Low)),
        Varints => _bytes.ReadZigzag(),
        _ => BinaryPrimitives.ReadInt64LittleEndian(_bytes.Take(sizeof(long))),
    };

    private static ReadOnlySpan<byte> TakeBits(ref PackedCursor cursor, int count, int width) =>
        cursor.Take(checked((int)((((long)count * width) + 7) / 8)));

    private static long PackedLength(int count, long least, int width) => width <= PackedBuffer.WidestBits
        ? PackedBuffer.ZigzagLength(least) + (((long)count * width) / 8)
        : (long)count * sizeof(long);

    /// <returns>How many bytes; or more than any where all numbers are so far from 0 that they cannot be fewer than the most.</returns>
    private static long VarintsLength(ReadOnlySpan<long> values, in NumberBounds bounds, long most)
    {
        var nearest = bounds.Least > 0 ? bounds.Least : Math.Min(0, bounds.Greatest);
        if (values.Length * (long)PackedBuffer.ZigzagLength(nearest) >= most)
        {
            return long.MaxValue;
        }

        var length = 0L;
        foreach (var value in values)
        {
            length += PackedBuffer.ZigzagLength(value);
        }

        return length;
    }
}
