using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace OkrGrains.Storage.Sqlite.Schema;

/// <summary>
/// A CRC-32C over all columns of a row. Lengths and nulls are included, so that no two different rows of a table give the same bytes; so is
/// the kind of row, so that a row of one table does not pass for a row of another.
/// </summary>
internal struct RowChecksum
{
    private uint _crc;

    public RowChecksum(RowKind kind)
    {
        _crc = uint.MaxValue;
        Add((long)kind);
    }

    public readonly long Value => ~_crc & 0xFFFF_FFFFL;

    public void Add(long value) => _crc = BitOperations.Crc32C(_crc, (ulong)value);

    public void Add(long? value)
    {
        _crc = BitOperations.Crc32C(_crc, (byte)(value.HasValue ? 1 : 0));
        Add(value.GetValueOrDefault());
    }

    public void Add(byte value) => _crc = BitOperations.Crc32C(_crc, value);

    public void Add(bool value) => _crc = BitOperations.Crc32C(_crc, (byte)(value ? 1 : 0));

    public void Add(string value)
    {
        Span<byte> utf8 = stackalloc byte[256];
        if (Encoding.UTF8.TryGetBytes(value, utf8, out var written))
        {
            Add(utf8[..written]);
        }
        else
        {
            Add(Encoding.UTF8.GetBytes(value));
        }
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Add((long)bytes.Length);
        while (bytes.Length >= sizeof(ulong))
        {
            _crc = BitOperations.Crc32C(_crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
        {
            _crc = BitOperations.Crc32C(_crc, value);
        }
    }

    public readonly void Check(long stored, string row, long key)
    {
        if (stored != Value)
        {
            throw new StoreDamagedException($"The {row} of {key} does not match its checksum.");
        }
    }
}
