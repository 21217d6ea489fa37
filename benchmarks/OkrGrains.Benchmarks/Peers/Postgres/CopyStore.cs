using System.Buffers.Binary;
using Npgsql;
using OkrGrains.Benchmarks.Peers.Grouped;

namespace OkrGrains.Benchmarks.Peers.Postgres;

/// <summary>A connection that writes a group as one binary COPY, which is one statement and one transaction.</summary>
internal sealed class CopyStore(NpgsqlConnection connection) : IGroupStore
{
    private const int RowBytes = 2 + (4 + 4) + (4 + 8) + (4 + 8);

    private static readonly byte[] Head = [.. "PGCOPY\n"u8, 0xff, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] End = [0xff, 0xff];

    private byte[] _rows = [];

    public async Task CommitAsync(IReadOnlyList<Batch> group)
    {
        await using var copy = await connection.BeginRawBinaryCopyAsync("COPY reading (kpi, at, units) FROM STDIN (FORMAT BINARY)");
        await copy.WriteAsync(Head);
        foreach (var batch in group)
        {
            await copy.WriteAsync(Encode(batch));
        }

        await copy.WriteAsync(End);
    }

    private ReadOnlyMemory<byte> Encode(Batch batch)
    {
        var (kpis, offsets) = (batch.Block.Kpis, batch.Block.Offsets);
        if (_rows.Length < kpis.Length * RowBytes)
        {
            _rows = new byte[kpis.Length * RowBytes];
        }

        for (var i = 0; i < kpis.Length; i++)
        {
            var row = _rows.AsSpan(i * RowBytes, RowBytes);
            BinaryPrimitives.WriteInt16BigEndian(row, 3);
            BinaryPrimitives.WriteInt32BigEndian(row[2..], sizeof(int));
            BinaryPrimitives.WriteInt32BigEndian(row[6..], kpis[i]);
            BinaryPrimitives.WriteInt32BigEndian(row[10..], sizeof(long));
            BinaryPrimitives.WriteInt64BigEndian(row[14..], batch.TimeMillis + offsets[i]);
            BinaryPrimitives.WriteInt32BigEndian(row[22..], sizeof(long));
            BinaryPrimitives.WriteInt64BigEndian(row[26..], batch.Units(i));
        }

        return _rows.AsMemory(0, kpis.Length * RowBytes);
    }
}
