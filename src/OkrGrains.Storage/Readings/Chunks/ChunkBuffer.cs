using System.Buffers.Binary;

namespace OkrGrains.Storage.Readings.Chunks;

/// <summary>A growing buffer that is kept from commit to commit.</summary>
internal sealed class ChunkBuffer
{
    private const int LongestVarint = 10;

    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Truncate(int length) => Length = length;

    public void WriteByte(byte value) => Take(1)[0] = value;

    public void Write(ReadOnlySpan<byte> values) => values.CopyTo(Take(values.Length));

    public void WriteDouble(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Take(sizeof(double)), value);

    /// <summary>The lowest bytes of a number, the least significant first.</summary>
    public void WriteFixed(ulong value, int width)
    {
        var target = Take(width);
        for (var i = 0; i < width; i++)
        {
            target[i] = (byte)(value >> (8 * i));
        }
    }

    /// <summary>Seven bits a byte, so that small numbers are short.</summary>
    public void WriteVarint(ulong value)
    {
        Reserve(LongestVarint);
        while (value >= 0x80)
        {
            _bytes[Length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _bytes[Length++] = (byte)value;
    }

    /// <summary>As a varint with the sign in the lowest bit, so that small negative numbers are short too.</summary>
    public void WriteZigzag(long value) => WriteVarint((ulong)((value << 1) ^ (value >> 63)));

    private Span<byte> Take(int count)
    {
        Reserve(count);
        var taken = _bytes.AsSpan(Length, count);
        Length += count;
        return taken;
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }
    }
}
