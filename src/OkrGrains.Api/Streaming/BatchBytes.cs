using System.Buffers;
using Google.Protobuf;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Streaming;

/// <summary>Finds the bytes of a batch in those of a request.</summary>
internal static class BatchBytes
{
    /// <summary>The most fields of a batch that are looked through. There are six, of which the definitions are repeated.</summary>
    private const int MostFields = 64;

    private static readonly uint _batch = WireFormat.MakeTag(StreamReadingsRequest.BatchFieldNumber, WireFormat.WireType.LengthDelimited);

    /// <summary>
    /// Returns the bytes of the batch of a request that is nothing else, with columns in packed form and no field that this server does not
    /// know; null for any other request. A kept message would keep unknown fields for good, and grow with each.
    /// </summary>
    public static ReadOnlySequence<byte>? Find(ReadOnlySequence<byte> payload)
    {
        var reader = new SequenceReader<byte>(payload);
        if (!TryReadVarint(ref reader, out var tag) || tag != _batch || !TryReadVarint(ref reader, out var length) || reader.Remaining != length)
        {
            return null;
        }

        var batch = payload.Slice(reader.Position);
        for (var fields = 0; fields < MostFields; fields++)
        {
            if (reader.End)
            {
                return batch;
            }

            if (!TrySkip(ref reader))
            {
                return null;
            }
        }

        return null;
    }

    private static bool TrySkip(ref SequenceReader<byte> reader)
    {
        if (!TryReadVarint(ref reader, out var tag) || !TryReadVarint(ref reader, out var value))
        {
            return false;
        }

        return WireFormat.GetTagWireType(tag) switch
        {
            WireFormat.WireType.Varint => WireFormat.GetTagFieldNumber(tag) is ReadingBatch.FirstSequenceFieldNumber or ReadingBatch.BaseTimeMillisFieldNumber,
            WireFormat.WireType.LengthDelimited => IsKnown(WireFormat.GetTagFieldNumber(tag)) && Skip(ref reader, value),
            _ => false,
        };
    }

    private static bool IsKnown(int field) => field
        is ReadingBatch.DefineFieldNumber or ReadingBatch.HandlesFieldNumber or ReadingBatch.TimeOffsetsMillisFieldNumber
        or ReadingBatch.ValuesFieldNumber or ReadingBatch.CheckpointFieldNumber;

    private static bool Skip(ref SequenceReader<byte> reader, uint length)
    {
        if (length > reader.Remaining)
        {
            return false;
        }

        reader.Advance(length);
        return true;
    }

    /// <summary>Reads a number; those of ten bytes are read to their end, and only their low bits are told.</summary>
    private static bool TryReadVarint(ref SequenceReader<byte> reader, out uint value)
    {
        value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (!reader.TryRead(out var next))
            {
                return false;
            }

            value |= shift < 32 ? (uint)(next & 0x7F) << shift : 0;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}
