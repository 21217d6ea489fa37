using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace OkrGrains.Storage.Chunks;

/// <summary>A growing buffer that is used again for every commit.</summary>
internal sealed class PackedBuffer
{
    /// <summary>
    /// The greatest width of a packed number in bits. A number of this width lies within eight bytes, wherever in a byte it begins.
    /// </summary>
    public const int WidestBits = 56;

    private const int LongestVarint = 10;

    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void WriteByte(byte value) => Take(1)[0] = value;

    public void Write(ReadOnlySpan<byte> values) => values.CopyTo(Take(values.Length));

    /// <summary>Writes the lowest <paramref name="width"/> bytes of a number, least significant byte first.</summary>
    public void WriteFixed(ulong value, int width)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Ahead(sizeof(ulong)), value);
        Length += width;
    }

    /// <summary>Writes a number as a varint: seven bits in each byte, so that small numbers are short.</summary>
    public void WriteVarint(ulong value)
    {
        var target = Ahead(LongestVarint);
        var length = 0;
        while (value >= 0x80)
        {
            target[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[length++] = (byte)value;
        Length += length;
    }

    /// <summary>Writes a number as a varint with the sign in the lowest bit, so that small negative numbers are short too.</summary>
    public void WriteZigzag(long value) => WriteVarint(Zigzag(value));

    /// <summary>Writes the lowest bits of the differences between numbers and a base, without gaps, least significant bits first.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="less">The base that is subtracted from each number.</param>
    /// <param name="width">The number of bits written for each, 0 to <see cref="WidestBits"/>.</param>
    /// <param name="flip">−1 to subtract from the complements of the numbers instead of the numbers.</param>
    public void WriteBits(ReadOnlySpan<long> values, long less, int width, long flip = 0)
    {
        if (width == 0)
        {
            return;
        }

        const int Whole = 64;
        var bytes = checked((int)((((long)values.Length * width) + 7) / 8));
        var target = Ahead(bytes + sizeof(ulong));
        var mask = (1UL << width) - 1;
        var held = 0UL;
        var bits = 0;
        foreach (var value in values)
        {
            var taken = (ulong)((value ^ flip) - less) & mask;
            held |= taken << bits;
            bits += width;
            if (bits >= Whole)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(target, held);
                target = target[sizeof(ulong)..];
                bits -= Whole;
                held = taken >> (width - bits);
            }
        }

        BinaryPrimitives.WriteUInt64LittleEndian(target, held);
        Length += bytes;
    }

    /// <summary>Writes zeros until the buffer has the given length, and returns everything written so far.</summary>
    public Span<byte> Pad(int length)
    {
        Take(length - Length).Clear();
        return _bytes.AsSpan(0, Length);
    }

    /// <summary>Returns the number of bytes that <see cref="WriteZigzag"/> writes for a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ZigzagLength(long value) => (BitOperations.Log2(Zigzag(value) | 1) / 7) + 1;

    private static ulong Zigzag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private Span<byte> Take(int count)
    {
        var taken = Ahead(count)[..count];
        Length += count;
        return taken;
    }

    /// <summary>Returns at least the given number of bytes after the written ones. Their content is undefined.</summary>
    private Span<byte> Ahead(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }

        return _bytes.AsSpan(Length);
    }
}
