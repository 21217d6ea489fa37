namespace OkrGrains.Model.Measures;

/// <summary>
/// Reads the numbers that <see cref="RowWriter"/> wrote. If the row ends early or has too wide a number, <see cref="Broken"/> becomes true.
/// </summary>
internal ref struct RowReader(ReadOnlySpan<byte> row)
{
    private const int BitsOfWide = 128;

    private ReadOnlySpan<byte> _rest = row;

    public bool Broken { get; private set; }

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte()
    {
        if (_rest.IsEmpty)
        {
            Broken = true;
            return 0;
        }

        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public long Integer()
    {
        var value = Wide();
        if (value < long.MinValue || value > long.MaxValue)
        {
            Broken = true;
            return 0;
        }

        return (long)value;
    }

    public Int128 Wide()
    {
        UInt128 folded = 0;
        for (var shift = 0; shift < BitsOfWide; shift += 7)
        {
            var group = Byte();
            folded |= (UInt128)(uint)(group & 0x7F) << shift;
            if (group < 0x80)
            {
                return (Int128)(folded >> 1) ^ -(Int128)(folded & 1);
            }
        }

        Broken = true;
        return 0;
    }
}
