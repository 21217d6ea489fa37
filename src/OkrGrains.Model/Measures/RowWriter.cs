using System.Buffers;

namespace OkrGrains.Model.Measures;

/// <summary>
/// Writes the numbers of a durable row. Integers are written in groups of seven bits, so that small magnitudes are short.
/// </summary>
internal ref struct RowWriter(IBufferWriter<byte> output)
{
    private const int LongestWide = 19;

    public readonly void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    public readonly void Integer(long value) => Wide(value);

    public readonly void Wide(Int128 value)
    {
        var wide = (UInt128)((value << 1) ^ (value >> 127));
        var span = output.GetSpan(LongestWide);
        var length = 0;
        for (; wide > ulong.MaxValue; wide >>= 7)
        {
            span[length++] = (byte)((uint)wide | 0x80);
        }

        // Most numbers are narrow, and 64 bits are shifted much faster than 128.
        var rest = (ulong)wide;
        for (; rest >= 0x80; rest >>= 7)
        {
            span[length++] = (byte)(rest | 0x80);
        }

        span[length++] = (byte)rest;
        output.Advance(length);
    }
}
