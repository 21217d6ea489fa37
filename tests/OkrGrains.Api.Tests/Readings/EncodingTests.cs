using Google.Protobuf;
using Grpc.Core;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Readings;

/// <summary>Columns in every encoding that the wire format allows, and in some that it does not.</summary>
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
        var ack = await AckAsync(bench, Batch(packedInPieces));

        Assert.Equal(3, ack.DurableThroughSequence);
        Assert.Equal("111", (await bench.GetAsync("kpis/revenue", ack.Token)).Figures.Value.Decimal);
    }

    /// <summary>Its columns of 32 and 64 KiB come in many pieces of the connection's memory.</summary>
    [Fact]
    public async Task Every_reading_of_the_largest_batch_counts_with_its_own_value()
    {
        var bench = await clusters.OpenAsync(1);
        var count = new ApiOptions().MaxBatchReadings;
        var batch = Batches.Of(1, [.. Enumerable.Range(1, count).Select(i => (double)i)]);
        batch.TimeOffsetsMillis.Add(Enumerable.Range(-count, count));

        var ack = await AckAsync(bench, batch.ToByteArray());

        Assert.Equal(count, ack.DurableThroughSequence);
        Assert.Equal("33558528", (await bench.GetAsync("kpis/revenue", ack.Token)).Figures.Value.Decimal);
    }

    /// <param name="length">The length that the column of values has by its prefix.</param>
    /// <param name="bytes">The bytes that follow, of which a value has eight.</param>
    [Theory]
    [InlineData(12, 12)]
    [InlineData(16, 8)]
    public async Task A_column_that_ends_within_a_value_or_beyond_the_batch_is_refused(int length, int bytes)
    {
        var bench = await clusters.OpenAsync(1);
        var batch = Written(output =>
        {
            Tag(output, 1, Varint).WriteInt64(1);
            Tag(output, 4, Delimited).WriteLength(length);
            for (var i = 0; i < bytes; i += sizeof(uint))
            {
                output.WriteFixed32(0);
            }
        });

        Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), await Fault.OfAsync(() => AckAsync(bench, batch)));
    }

    /// <returns>The acknowledgement that answers the batch, alone on its stream.</returns>
    private static async Task<ReadingsAck> AckAsync(Bench bench, byte[] batch)
    {
        using var call = bench.Cluster.Channel(0).CreateCallInvoker().AsyncDuplexStreamingCall(Raw, null, default);
        await call.RequestStream.WriteAsync(
            new StreamReadingsRequest { Open = new StreamOpen { Workspace = bench.Workspace, Producer = "p" } }.ToByteArray());
        await call.RequestStream.WriteAsync(Request(batch));
        await call.RequestStream.CompleteAsync();

        var responses = new List<StreamReadingsResponse>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            responses.Add(call.ResponseStream.Current);
        }

        Assert.Equal(
            [StreamReadingsResponse.MessageOneofCase.Opened, StreamReadingsResponse.MessageOneofCase.Ack],
            responses.Select(response => response.MessageCase));
        return responses[1].Ack;
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
