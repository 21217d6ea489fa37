using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace OkrGrains.Storage.Packing;

/// <summary>A growing buffer that is kept from commit to commit.</summary>
internal sealed class PackedBuffer
{
    /// <summary>Eight bytes hold so many bits wherever in a byte they begin.</summary>
    public const int WidestBits = 56;

    private const int LongestVarint = 10;

    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void WriteByte(byte value) => Take(1)[0] = value;

    public void Write(ReadOnlySpan<byte> values) => values.CopyTo(Take(values.Length));

    /// <summary>The lowest bytes of a number, the least significant first.</summary>
    public void WriteFixed(ulong value, int width)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Ahead(sizeof(ulong)), value);
        Length += width;
    }

    /// <summary>Seven bits a byte, so that small numbers are short.</summary>
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

    /// <summary>As a varint with the sign in the lowest bit, so that small negative numbers are short too.</summary>
    public void WriteZigzag(long value) => WriteVarint(Zigzag(value));

    /// <summary>The lowest bits of numbers less another one, without gaps, the least significant first.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="less">What is taken from each.</param>
    /// <param name="width">Bits a number, the lowest, 0 to <see cref="WidestBits"/>.</param>
    /// <param name="flip">−1 for the numbers' complements.</param>
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

    /// <summary>Writes zeros up to a length, and gives all that is written.</summary>
    public Span<byte> Pad(int length)
    {
        Take(length - Length).Clear();
        return _bytes.AsSpan(0, Length);
    }

    /// <summary>How many bytes <see cref="WriteZigzag"/> takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ZigzagLength(long value) => (BitOperations.Log2(Zigzag(value) | 1) / 7) + 1;

    private static ulong Zigzag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private Span<byte> Take(int count)
    {
        var taken = Ahead(count)[..count];
        Length += count;
        return taken;
    }

    /// <summary>At least so many bytes after the written ones, of no particular content.</summary>
    private Span<byte> Ahead(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }

        return _bytes.AsSpan(Length);
    }
}
