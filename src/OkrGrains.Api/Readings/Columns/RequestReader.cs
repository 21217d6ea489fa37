using System.Buffers;
using System.Runtime.InteropServices;
using Google.Protobuf;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Readings.Columns;

/// <summary>
/// Reads the requests of a producer's stream. Packed columns are on the wire as they are in memory, so that a batch that has each of them
/// in one piece, as encoders write it, is copied column by column. Whatever else the wire format allows (one value at a time, pieces,
/// fields that come twice or are not known) and all that comes seldom is read by the generated parser, which also says what is malformed.
/// </summary>
internal static class RequestReader
{
    private const int LongestVarint = 10;

    /// <exception cref="InvalidProtocolBufferException">The message is malformed.</exception>
    public static StreamedRequest Read(ReadOnlySequence<byte> message)
    {
        if (BitConverter.IsLittleEndian && ReadPacked(message) is { } packed)
        {
            return new StreamedRequest(null, packed);
        }

        var request = StreamReadingsRequest.Parser.ParseFrom(message);
        return new StreamedRequest(request.Open, request.Batch is { } batch ? ColumnBatch.Of(batch) : null);
    }

    /// <returns>Null when it is to be left to the generated parser.</returns>
    internal static ColumnBatch? ReadPacked(ReadOnlySequence<byte> message)
    {
        var reader = new SequenceReader<byte>(message);
        if (!reader.TryRead(out var tag) || tag != Tags.Batch || !TryReadLength(ref reader, out var length) || length != reader.Remaining)
        {
            return null;
        }

        var batch = new ColumnBatch();
        if (TryReadFields(ref reader, batch))
        {
            return batch;
        }

        batch.Dispose();
        return null;
    }

    private static bool TryReadFields(ref SequenceReader<byte> reader, ColumnBatch batch)
    {
        var seen = 0;
        while (reader.TryRead(out var tag))
        {
            var field = 1 << (tag >> 3);
            if ((seen & field) != 0 || !TryReadField(ref reader, tag, batch))
            {
                return false;
            }

            seen |= field;
        }

        return true;
    }

    private static bool TryReadField(ref SequenceReader<byte> reader, byte tag, ColumnBatch batch)
    {
        switch (tag)
        {
            case Tags.FirstSequence when TryReadVarint(ref reader, out var first):
                batch.FirstSequence = first;
                return true;
            case Tags.BaseTimeMillis when TryReadVarint(ref reader, out var time):
                batch.BaseTimeMillis = time;
                return true;
            case Tags.Handles when TryReadCount<uint>(ref reader, out var count):
                return TryFill(ref reader, batch.MakeHandles(count));
            case Tags.Values when TryReadCount<double>(ref reader, out var count):
                return TryFill(ref reader, batch.MakeValues(count));
            case Tags.TimeOffsetsMillis when TryReadCount<int>(ref reader, out var count):
                return TryFill(ref reader, batch.MakeTimeOffsets(count));
            case Tags.Checkpoint when TryReadLength(ref reader, out var length):
                var checkpoint = new byte[length];
                batch.Checkpoint = checkpoint;
                return TryFill<byte>(ref reader, checkpoint);
            default:
                return false;
        }
    }

    private static bool TryReadCount<T>(ref SequenceReader<byte> reader, out int count)
        where T : unmanaged
    {
        var whole = TryReadLength(ref reader, out var length);
        (count, var rest) = Math.DivRem(length, Marshal.SizeOf<T>());
        return whole && rest == 0;
    }

    private static bool TryFill<T>(ref SequenceReader<byte> reader, Span<T> column)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(column);
        if (!reader.TryCopyTo(bytes))
        {
            return false;
        }

        reader.Advance(bytes.Length);
        return true;
    }

    /// <summary>A length that the rest of the message has.</summary>
    private static bool TryReadLength(ref SequenceReader<byte> reader, out int length)
    {
        var fits = TryReadVarint(ref reader, out var value) && value >= 0 && value <= reader.Remaining;
        length = fits ? (int)value : 0;
        return fits;
    }

    private static bool TryReadVarint(ref SequenceReader<byte> reader, out long value)
    {
        value = 0;
        for (var i = 0; i < LongestVarint && reader.TryRead(out var bits); i++)
        {
            value |= (long)(bits & 0x7F) << (7 * i);
            if (bits < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Of the fields, as their shortest encodings have them; a longer one is for the generated parser.</summary>
    private static class Tags
    {
        public const byte Batch = StreamReadingsRequest.BatchFieldNumber << 3 | Delimited;
        public const byte FirstSequence = ReadingBatch.FirstSequenceFieldNumber << 3;
        public const byte Handles = ReadingBatch.HandlesFieldNumber << 3 | Delimited;
        public const byte Values = ReadingBatch.ValuesFieldNumber << 3 | Delimited;
        public const byte BaseTimeMillis = ReadingBatch.BaseTimeMillisFieldNumber << 3;
        public const byte TimeOffsetsMillis = ReadingBatch.TimeOffsetsMillisFieldNumber << 3 | Delimited;
        public const byte Checkpoint = ReadingBatch.CheckpointFieldNumber << 3 | Delimited;
        private const byte Delimited = (byte)WireFormat.WireType.LengthDelimited;
    }
}
