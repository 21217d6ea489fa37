namespace OkrGrains.Storage.Readings.Chunks;

/// <summary>Reads what <see cref="ChunkBuffer"/> wrote. Whatever does not fit is damage.</summary>
internal ref struct ChunkCursor(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly int Left => _rest.Length;

    public byte ReadByte() => Take(1)[0];

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

    /// <summary>A count of things of which each takes a byte or more, so that damage cannot ask for more memory than there are bytes.</summary>
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

    public static StoreDamagedException Damaged() => new("A chunk of readings cannot be decoded.");
}
