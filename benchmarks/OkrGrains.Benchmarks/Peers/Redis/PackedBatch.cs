using System.Buffers.Binary;
using System.Runtime.InteropServices;
using OkrGrains.Benchmarks.Peers.Grouped;

namespace OkrGrains.Benchmarks.Peers.Redis;

/// <summary>
/// A batch in MessagePack, which Redis reads outside of Lua: an array of the KPIs, an array of the readings in nano-units, the base time,
/// and the offsets as a string, which is the only kind of bytes in Redis. Nothing reads the offsets here.
/// </summary>
internal sealed class PackedBatch
{
    private const byte Array32 = 0xdd;
    private const byte String32 = 0xdb;
    private const byte Unsigned32 = 0xce;
    private const byte Signed64 = 0xd3;
    private const int HeadBytes = 1 + sizeof(int);
    private const int KpiBytes = 1 + sizeof(int);
    private const int LongBytes = 1 + sizeof(long);

    private byte[] _bytes = [];
    private int _length;

    /// <summary>Returns the packed bytes, which are valid until the next call.</summary>
    public ReadOnlySpan<byte> Pack(Batch batch)
    {
        var kpis = batch.Block.Kpis;
        var needed = (3 * HeadBytes) + LongBytes + (kpis.Length * (KpiBytes + LongBytes + sizeof(int)));
        if (_bytes.Length < needed)
        {
            _bytes = new byte[needed];
        }

        _length = 0;
        Put(Array32, kpis.Length);
        foreach (var kpi in kpis)
        {
            Put(Unsigned32, kpi);
        }

        Put(Array32, kpis.Length);
        for (var i = 0; i < kpis.Length; i++)
        {
            Put(Signed64, batch.Units(i));
        }

        Put(Signed64, batch.TimeMillis);
        var offsets = MemoryMarshal.AsBytes(batch.Block.Offsets.AsSpan());
        Put(String32, offsets.Length);
        offsets.CopyTo(_bytes.AsSpan(_length));
        return _bytes.AsSpan(0, _length + offsets.Length);
    }

    private void Put(byte kind, int value)
    {
        _bytes[_length] = kind;
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(_length + 1), value);
        _length += 1 + sizeof(int);
    }

    private void Put(byte kind, long value)
    {
        _bytes[_length] = kind;
        BinaryPrimitives.WriteInt64BigEndian(_bytes.AsSpan(_length + 1), value);
        _length += LongBytes;
    }
}
