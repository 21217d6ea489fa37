using System.Buffers;
using System.Runtime.InteropServices;
using Google.Protobuf;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Readings;

/// <summary>Requests of a producer's stream in encodings that the wire format allows, and some that it does not.</summary>
internal sealed class RandomRequests(int seed)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int Fixed32 = 5;

    private readonly Random _random = new(seed);

    /// <summary>A request; one of four has had bytes changed, cut off or put in.</summary>
    public byte[] Next()
    {
        var request = new List<byte>();
        for (var fields = OneIn(4) ? _random.Next(4) : 1; fields > 0; fields--)
        {
            switch (OneIn(4) ? _random.Next(3) : 0)
            {
                case 0:
                    Delimit(request, StreamReadingsRequest.BatchFieldNumber, Batch());
                    break;
                case 1:
                    Delimit(request, StreamReadingsRequest.OpenFieldNumber, new StreamOpen { Producer = "p" }.ToByteArray());
                    break;
                default:
                    Unknown(request);
                    break;
            }
        }

        return OneIn(4) ? Damaged(request) : [.. request];
    }

    /// <summary>The bytes in pieces, as a connection has them.</summary>
    public ReadOnlySequence<byte> InPieces(byte[] bytes)
    {
        var first = new Piece(default, null);
        var last = first;
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(bytes.Length - at, OneIn(2) ? _random.Next(4) : _random.Next(64));
            last = new Piece(bytes.AsMemory(at, length), last);
            at += length;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private byte[] Batch()
    {
        var count = OneIn(3) ? _random.Next(300) : _random.Next(4);
        List<byte[]> fields =
        [
            Number(ReadingBatch.FirstSequenceFieldNumber),
            Number(ReadingBatch.BaseTimeMillisFieldNumber),
            .. Column(ReadingBatch.HandlesFieldNumber, sizeof(uint), count),
            .. Column(ReadingBatch.ValuesFieldNumber, sizeof(double), OneIn(10) ? _random.Next(4) : count),
        ];
        if (!OneIn(3))
        {
            fields.AddRange(Column(ReadingBatch.TimeOffsetsMillisFieldNumber, sizeof(int), count));
        }

        if (OneIn(4))
        {
            fields.Add(Field(field => Delimit(field, ReadingBatch.CheckpointFieldNumber, Bytes(_random.Next(80)))));
        }

        if (OneIn(8))
        {
            var definition = new HandleDefinition { Handle = (uint)_random.Next(), Goal = "kpis/revenue" };
            fields.Add(Field(field => Delimit(field, ReadingBatch.DefineFieldNumber, definition.ToByteArray())));
        }

        if (OneIn(8))
        {
            fields.Add(Field(Unknown));
        }

        if (OneIn(8))
        {
            fields.Add(fields[_random.Next(fields.Count)]);
        }

        if (OneIn(2))
        {
            _random.Shuffle(CollectionsMarshal.AsSpan(fields));
        }

        return [.. fields.SelectMany(field => field)];
    }

    private byte[] Number(int number) => Field(field =>
    {
        Tag(field, number, Varint);
        Write(field, OneIn(2) ? (ulong)_random.NextInt64(100_000) : (ulong)_random.NextInt64(long.MinValue, long.MaxValue));
    });

    /// <summary>Mostly in one packed piece; else in many, packed or one by one.</summary>
    private List<byte[]> Column(int number, int size, int count)
    {
        if (!OneIn(4))
        {
            return [Field(field => Delimit(field, number, Bytes(size * count)))];
        }

        var pieces = new List<byte[]>();
        while (count > 0)
        {
            var length = OneIn(2) ? 1 : _random.Next(count + 1);
            pieces.Add(Field(field =>
            {
                if (length == 1 && OneIn(2))
                {
                    Tag(field, number, size == sizeof(double) ? Fixed64 : Fixed32);
                    field.AddRange(Bytes(size));
                }
                else
                {
                    Delimit(field, number, Bytes(size * length));
                }
            }));
            count -= length;
        }

        return pieces;
    }

    private void Unknown(List<byte> output)
    {
        Tag(output, _random.Next(8, 3000), Varint);
        Write(output, (ulong)_random.Next());
    }

    private byte[] Damaged(List<byte> request)
    {
        for (var changes = _random.Next(1, 3); changes > 0; changes--)
        {
            var at = _random.Next(request.Count + 1);
            if (OneIn(3))
            {
                request.InsertRange(at, Bytes(_random.Next(1, 4)));
            }
            else if (at < request.Count && OneIn(4))
            {
                request.RemoveRange(at, OneIn(2) ? request.Count - at : 1);
            }
            else if (at < request.Count)
            {
                // What matters lies in front.
                request[OneIn(2) ? at : Math.Min(at, _random.Next(8))] = (byte)_random.Next();
            }
        }

        return [.. request];
    }

    private void Delimit(List<byte> output, int number, byte[] body)
    {
        Tag(output, number, Delimited);
        Write(output, (ulong)body.Length);
        output.AddRange(body);
    }

    private void Tag(List<byte> output, int number, int type) => Write(output, (ulong)(number << 3 | type));

    /// <summary>At times longer than it need be.</summary>
    private void Write(List<byte> output, ulong value)
    {
        var longer = OneIn(30) ? _random.Next(12) : 0;
        for (; value >= 0x80; value >>= 7)
        {
            output.Add((byte)(value | 0x80));
        }

        output.Add((byte)(longer > 0 ? value | 0x80 : value));
        for (; longer > 0; longer--)
        {
            output.Add((byte)(longer > 1 ? 0x80 : 0));
        }
    }

    private static byte[] Field(Action<List<byte>> write)
    {
        var field = new List<byte>();
        write(field);
        return [.. field];
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private bool OneIn(int cases) => _random.Next(cases) == 0;

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}
