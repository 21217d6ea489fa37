using System.Buffers;
using Google.Protobuf;
using Grpc.Core;
using OkrGrains.Contracts.V1;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Load;

/// <summary>
/// A request of a producer's stream, as bytes. The columns are encoded once and sent again and again with another sequence and time, so
/// that the load generator takes little of the machine that it shares with the server.
/// </summary>
internal sealed record BatchMessage(ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Columns)
{
    private const int MostHead = 64;

    public static Method<BatchMessage, StreamReadingsResponse> Method { get; } = new(
        MethodType.DuplexStreaming,
        "okrgrains.v1.ReadingService",
        "StreamReadings",
        Marshallers.Create<BatchMessage>(Write, _ => throw new NotSupportedException()),
        Marshallers.Create<StreamReadingsResponse>(
            (_, _) => throw new NotSupportedException(),
            context => StreamReadingsResponse.Parser.ParseFrom(context.PayloadAsReadOnlySequence())));

    public static BatchMessage Of(StreamReadingsRequest request) => new(request.ToByteArray(), default);

    /// <summary>Returns a batch of columns that <see cref="Encode"/> made.</summary>
    public static BatchMessage Of(long firstSequence, long baseTimeMillis, ReadOnlyMemory<byte> columns)
    {
        var batch = new ReadingBatch { FirstSequence = firstSequence, BaseTimeMillis = baseTimeMillis }.ToByteArray();
        var head = new byte[MostHead];
        var output = new CodedOutputStream(head);
        output.WriteTag(StreamReadingsRequest.BatchFieldNumber, WireFormat.WireType.LengthDelimited);
        output.WriteLength(batch.Length + columns.Length);
        output.Flush();
        var tag = (int)output.Position;
        batch.CopyTo(head, tag);
        return new(head.AsMemory(0, tag + batch.Length), columns);
    }

    /// <summary>Encodes the columns of a block as fields of a batch.</summary>
    public static ReadOnlyMemory<byte> Encode(ReadingBlock block)
    {
        var batch = new ReadingBatch();
        batch.Handles.AddRange(block.Kpis.Select(kpi => (uint)kpi));
        batch.Values.AddRange(block.Values);
        batch.TimeOffsetsMillis.AddRange(block.Offsets);
        return batch.ToByteArray();
    }

    private static void Write(BatchMessage message, SerializationContext context)
    {
        context.SetPayloadLength(message.Head.Length + message.Columns.Length);
        var writer = context.GetBufferWriter();
        Copy(message.Head.Span, writer);
        Copy(message.Columns.Span, writer);
        context.Complete();
    }

    private static void Copy(ReadOnlySpan<byte> bytes, IBufferWriter<byte> writer)
    {
        bytes.CopyTo(writer.GetSpan(bytes.Length));
        writer.Advance(bytes.Length);
    }
}
