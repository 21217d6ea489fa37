using System.Buffers.Binary;

namespace OkrGrains.Storage.Chunks;

/// <summary>
/// A column of whole numbers: one byte for the encoding, then the numbers in whichever encoding is shortest. The packed one holds the least
/// number, and each number's distance from it in as few bits as the greatest distance needs, or all 64 bits of each if that is more than
/// <see cref="PackedBuffer.WidestBits"/>. <see cref="SplitNumbers"/> suits numbers that are mostly near one end. Varints suit numbers of
/// which a few distant ones would make all packed ones long.
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

    /// <summary>Writes a column; writes nothing if there are no numbers.</summary>
    /// <param name="buffer">The buffer to write to.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="leastWidth">The least number of bits for each packed number, even if all numbers are equal.</param>
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

    /// <summary>Begins to read a column, whose numbers are then returned by <see cref="Next"/> one by one.</summary>
    public static NumberColumn Read(ref PackedCursor cursor, int count) => count == 0 ? default : new(cursor.ReadByte(), count, ref cursor);

    /// <summary>Reads the next number. The caller does not ask for more than the count it gave to <see cref="Read"/>.</summary>
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

    /// <returns>
    /// The length in bytes; <see cref="long.MaxValue"/> if the number nearest to 0 already shows that it would not be less than
    /// <paramref name="most"/>.
    /// </returns>
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
