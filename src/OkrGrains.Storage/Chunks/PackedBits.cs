using System.Buffers.Binary;
using System.Numerics;

namespace OkrGrains.Storage.Chunks;

/// <summary>Reads numbers of a few bits each that were written without gaps, least significant bits first.</summary>
internal ref struct PackedBits(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private long _bit;

    /// <summary>
    /// Reads the next number, which is <paramref name="width"/> bits wide, at most <see cref="PackedBuffer.WidestBits"/>. The caller makes
    /// sure that there is one.
    /// </summary>
    public ulong Next(int width)
    {
        var bits = Ahead();
        _bit += width;
        return bits & ((1UL << width) - 1);
    }

    /// <summary>Counts the zeros before the next one bit, and moves past that bit.</summary>
    /// <exception cref="StoreDamagedException">There is no further one bit.</exception>
    public ulong NextZeros()
    {
        var from = _bit;
        var bits = Ahead();
        while (bits == 0)
        {
            _bit = ((_bit >> 3) + sizeof(ulong)) << 3;
            bits = _bit >> 3 < _bytes.Length ? Ahead() : throw PackedCursor.Damaged();
        }

        _bit += BitOperations.TrailingZeroCount(bits) + 1;
        return (ulong)(_bit - 1 - from);
    }

    /// <summary>Returns the next bits, at least 57 of them, with zeros after the end of the input.</summary>
    private readonly ulong Ahead()
    {
        var rest = _bytes[(int)(_bit >> 3)..];
        var bits = rest.Length >= sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(rest) : PackedCursor.Fixed(rest);
        return bits >> (int)(_bit & 7);
    }
}
