using System.Numerics;

namespace OkrGrains.Storage.Chunks;

/// <summary>
/// An encoding for columns whose numbers are mostly near one end. Each number's distance from that end is split in two: the low bits of all
/// numbers are stored side by side, and before them the rest of each in unary, as that many zeros and a one (R. F. Rice, "Some practical
/// universal noiseless coding techniques", 1979).
/// </summary>
/// <param name="Low">The number of low bits.</param>
/// <param name="Flip">
/// −1 if distances are counted from the greatest number down: they then count up from its complement. Otherwise 0.
/// </param>
/// <param name="Floor">
/// The number from which distances are counted, shifted right by <paramref name="Low"/> − 2 bits: so it is short, and being rounded down
/// seldom costs another zero.
/// </param>
internal readonly record struct SplitNumbers(int Low, long Flip, long Floor)
{
    public const byte Mark = 0x80;

    private const int Falling = 0x40;
    private const int LowMask = 0x3F;

    /// <summary>
    /// Returns the best split for numbers that thin out evenly from one end; null if it would then take more than <paramref name="most"/>
    /// bytes.
    /// </summary>
    public static SplitNumbers? For(in NumberBounds bounds, long most)
    {
        var falling = ((double)bounds.Range * bounds.Count) - bounds.Sum;
        var sum = Math.Min(bounds.Sum, falling);
        var low = Math.Min(BitOperations.Log2((ulong)(sum / bounds.Count) | 1), PackedBuffer.WidestBits);
        var bits = (sum / (1UL << low)) + (bounds.Count * (low == 0 ? 1 : low + 0.5));
        if (bits > 8.0 * most)
        {
            return null;
        }

        return falling < bounds.Sum ? new(low, -1, ~bounds.Greatest >> Coarse(low)) : new(low, 0, bounds.Least >> Coarse(low));
    }

    public static SplitNumbers Read(int mark, ref PackedCursor cursor)
    {
        var low = mark & LowMask;
        return low <= PackedBuffer.WidestBits
            ? new(low, (mark & Falling) == 0 ? 0 : -1, cursor.ReadZigzag())
            : throw PackedCursor.Damaged();
    }

    /// <summary>Returns the number of bits that the unary parts of a column take.</summary>
    public long HighBits(ReadOnlySpan<long> values)
    {
        var (flip, from, bits) = (Flip, From, (ulong)values.Length);
        foreach (var value in values)
        {
            bits += (ulong)((value ^ flip) - from) >> Low;
        }

        return (long)bits;
    }

    /// <summary>
    /// Returns the number of bytes that <see cref="Write"/> writes after the first one; the result may be a few bytes too high.
    /// </summary>
    public long Length(int count, long highBits) => 3 + ((highBits + ((long)count * Low)) / 8) + PackedBuffer.ZigzagLength(Floor);

    public void Write(PackedBuffer buffer, ReadOnlySpan<long> values, long highBits)
    {
        buffer.WriteByte((byte)(Mark + (Flip & Falling) + Low));
        buffer.WriteZigzag(Floor);
        var length = (int)((highBits + 7) / 8);
        buffer.WriteVarint((uint)length);
        WriteHigh(buffer.Pad(buffer.Length + length)[^length..], values);
        buffer.WriteBits(values, From, Low, Flip);
    }

    /// <summary>Joins the two parts of a number.</summary>
    public long Join(ulong high, ulong low) => (From + (long)((high << Low) | low)) ^ Flip;

    private void WriteHigh(Span<byte> bits, ReadOnlySpan<long> values)
    {
        var (flip, from, at) = (Flip, From, 0L);
        foreach (var value in values)
        {
            at += (long)((ulong)((value ^ flip) - from) >> Low);
            bits[(int)(at >> 3)] |= (byte)(1 << (int)(at & 7));
            at++;
        }
    }

    private long From => Floor << Coarse(Low);

    private static int Coarse(int low) => Math.Max(0, low - 2);
}
