namespace OkrGrains.Storage.Chunks;

/// <summary>Reads what <see cref="PackedBuffer"/> wrote. Input that does not fit throws <see cref="StoreDamagedException"/>.</summary>
internal ref struct PackedCursor(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly int Left => _rest.Length;

    public byte ReadByte() => Take(1)[0];

    /// <summary>Decodes a number of up to eight bytes that <see cref="PackedBuffer.WriteFixed"/> wrote.</summary>
    public static ulong Fixed(ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }

    public ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }

    public long ReadZigzag()
    {
        var value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>
    /// Reads the number of items that follow, each at least a byte long. A greater number than there are bytes left is refused, so that
    /// damaged data cannot ask for more memory than that.
    /// </summary>
    public int ReadCount()
    {
        var count = ReadVarint();
        return count <= (ulong)_rest.Length ? (int)count : throw Damaged();
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)_rest.Length)
        {
            throw Damaged();
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public static StoreDamagedException Damaged() => new("What is packed in a row cannot be decoded.");
}
