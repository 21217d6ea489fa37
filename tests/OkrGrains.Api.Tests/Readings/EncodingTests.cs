using Google.Protobuf;
using Grpc.Core;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Readings;

/// <summary>Columns in every encoding that the wire format allows: one value at a time, and packed in several pieces.</summary>
[Collection(ClusterTests.Name)]
public sealed class EncodingTests(Clusters clusters)
{
    private const uint Varint = 0;
    private const uint Fixed64 = 1;
    private const uint Delimited = 2;
    private const uint Fixed32 = 5;

    private static readonly Method<byte[], StreamReadingsResponse> Raw = new(
        MethodType.DuplexStreaming,
        "okrgrains.v1.ReadingService",
        "StreamReadings",
        Marshallers.Create(static bytes => bytes, static bytes => bytes),
        Marshallers.Create(static message => message.ToByteArray(), StreamReadingsResponse.Parser.ParseFrom));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Unpacked_and_split_columns_count_as_packed_ones_do(bool packedInPieces)
    {
        var bench = await clusters.OpenAsync(1);
        using var call = bench.Cluster.Channel(0).CreateCallInvoker().AsyncDuplexStreamingCall(Raw, null, default);
        await call.RequestStream.WriteAsync(
            new StreamReadingsRequest { Open = new StreamOpen { Workspace = bench.Workspace, Producer = "p" } }.ToByteArray());
        await call.RequestStream.WriteAsync(Request(Batch(packedInPieces)));
        await call.RequestStream.CompleteAsync();

        var responses = new List<StreamReadingsResponse>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            responses.Add(call.ResponseStream.Current);
        }

        Assert.Equal(
            [StreamReadingsResponse.MessageOneofCase.Opened, StreamReadingsResponse.MessageOneofCase.Ack],
            responses.Select(response => response.MessageCase));
        Assert.Equal(3, responses[1].Ack.DurableThroughSequence);
        Assert.Equal("111", (await bench.GetAsync("kpis/revenue", responses[1].Ack.Token)).Figures.Value.Decimal);
    }

    private static byte[] Request(byte[] batch) => Written(output => Delimit(output, 2, batch));

    private static byte[] Batch(bool packedInPieces) => Written(output =>
    {
        Tag(output, 1, Varint).WriteInt64(1);
        Delimit(output, 2, new HandleDefinition { Handle = 7, Goal = "kpis/revenue" }.ToByteArray());
        Tag(output, 5, Varint).WriteInt64(Clusters.Now.UnixMillis);
        double[] values = [1, 10, 100];
        int[] offsets = [-3, -2, -1];
        if (packedInPieces)
        {
            foreach (var piece in new[] { 0..1, 1..1, 1..3 })
            {
                Delimit(output, 3, Written(column => Array.ForEach(values[piece], _ => column.WriteFixed32(7))));
                Delimit(output, 4, Written(column => Array.ForEach(values[piece], column.WriteDouble)));
                Delimit(output, 6, Written(column => Array.ForEach(offsets[piece], column.WriteSFixed32)));
            }
        }
        else
        {
            for (var i = 0; i < values.Length; i++)
            {
                Tag(output, 6, Fixed32).WriteSFixed32(offsets[i]);
                Tag(output, 4, Fixed64).WriteDouble(values[i]);
                Tag(output, 3, Fixed32).WriteFixed32(7);
            }
        }
    });

    private static byte[] Written(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            write(output);
        }

        return bytes.ToArray();
    }

    private static CodedOutputStream Tag(CodedOutputStream output, int field, uint type)
    {
        output.WriteTag(((uint)field << 3) | type);
        return output;
    }

    private static void Delimit(CodedOutputStream output, int field, byte[] body) =>
        Tag(output, field, Delimited).WriteBytes(ByteString.CopyFrom(body));
}
