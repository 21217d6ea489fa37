using System.Buffers.Binary;
using System.Numerics;

namespace OkrGrains.Storage.Readings.Chunks;

/// <summary>
/// A column of whole numbers: a byte that says how, then either the least number and of each how far it is above, in as few bits as the
/// farthest needs; or varints, where a few far ones would make all of them long.
/// </summary>
internal ref struct NumberColumn
{
    /// <summary>Eight bytes hold so many bits wherever in a byte they begin.</summary>
    private const int WidestPacked = 56;

    private const int Whole = 64;
    private const byte Varints = 0x7F;

    private readonly ReadOnlySpan<byte> _packed;
    private readonly long _least;
    private readonly int _width;
    private ChunkCursor _varints;
    private long _bit;

    private NumberColumn(ReadOnlySpan<byte> packed, long least, int width)
    {
        _packed = packed;
        _varints = new ChunkCursor(packed);
        _least = least;
        _width = width;
    }

    /// <summary>Writes a column; nothing for no numbers.</summary>
    /// <param name="buffer">Where.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="leastWidth">Bits that a number takes even if all are alike.</param>
    public static void Write(ChunkBuffer buffer, ReadOnlySpan<long> values, int leastWidth = 0)
    {
        if (values.IsEmpty)
        {
            return;
        }

        var (least, greatest) = Bounds(values);
        var width = Math.Max(leastWidth, Whole - BitOperations.LeadingZeroCount((ulong)(greatest - least)));
        if (width > 8 && VarintsLength(values) is var length && length < PackedLength(values.Length, least, width))
        {
            buffer.WriteByte(Varints);
            buffer.WriteVarint((ulong)length);
            foreach (var value in values)
            {
                buffer.WriteZigzag(value);
            }
        }
        else if (width <= WidestPacked)
        {
            buffer.WriteByte((byte)width);
            buffer.WriteZigzag(least);
            buffer.WriteBits(values, least, width);
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
    public static NumberColumn Read(ref ChunkCursor cursor, int count)
    {
        if (count == 0)
        {
            return default;
        }

        var width = cursor.ReadByte();
        if (width is > WidestPacked and not Whole and not Varints)
        {
            throw ChunkCursor.Damaged();
        }

        var least = width <= WidestPacked ? cursor.ReadZigzag() : 0;
        var length = width == Varints ? cursor.ReadCount() : checked((int)((((long)count * width) + 7) / 8));
        return new NumberColumn(cursor.Take(length), least, width);
    }

    /// <summary>The next number; there are no more than were asked for.</summary>
    public long Next()
    {
        if (_width == Varints)
        {
            return _varints.ReadZigzag();
        }

        var from = (int)(_bit >> 3);
        var shift = (int)(_bit & 7);
        _bit += _width;
        var bits = _packed.Length - from >= sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(_packed[from..]) : Last(_packed[from..]);
        return _width == Whole ? (long)bits : _least + (long)((bits >> shift) & ((1UL << _width) - 1));
    }

    private static ulong Last(ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }

    private static (long Least, long Greatest) Bounds(ReadOnlySpan<long> values)
    {
        var least = long.MaxValue;
        var greatest = long.MinValue;
        foreach (var value in values)
        {
            least = Math.Min(least, value);
            greatest = Math.Max(greatest, value);
        }

        return (least, greatest);
    }

    private static long PackedLength(int count, long least, int width) =>
        width <= WidestPacked ? ChunkBuffer.ZigzagLength(least) + (((long)count * width) / 8) : (long)count * sizeof(long);

    private static long VarintsLength(ReadOnlySpan<long> values)
    {
        var length = 0L;
        foreach (var value in values)
        {
            length += ChunkBuffer.ZigzagLength(value);
        }

        return length;
    }
}
