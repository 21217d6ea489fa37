using System.Buffers;
using System.Runtime.InteropServices;
using Google.Protobuf;
using OkrGrains.Api.Readings.Columns;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Readings;

public sealed class RequestReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_is_on_the_wire_is_read_or_refused_as_the_generated_parser_does(int seed)
    {
        const int Requests = 10_000;
        var requests = new RandomRequests(seed);
        var (packed, refused) = (0, 0);
        for (var i = 0; i < Requests; i++)
        {
            var bytes = requests.Next();
            var message = requests.InPieces(bytes);
            var expected = Parsed(bytes);
            packed += RequestReader.ReadPacked(message) is null ? 0 : 1;
            refused += expected is null ? 1 : 0;
            Assert.True(Same(expected, message), $"seed {seed}, request {i}: {Convert.ToHexString(bytes)}");
        }

        // Each of the ways has been gone often.
        Assert.InRange(packed, Requests / 10, Requests * 9 / 10);
        Assert.InRange(refused, Requests / 50, Requests / 2);
    }

    [Fact]
    public void A_batch_as_encoders_write_it_is_read_without_the_generated_parser()
    {
        var batch = new ReadingBatch
        {
            FirstSequence = long.MaxValue,
            Handles = { 0, uint.MaxValue },
            Values = { double.NaN, -0.0 },
            BaseTimeMillis = -1,
            TimeOffsetsMillis = { int.MinValue, int.MaxValue },
            Checkpoint = ByteString.CopyFromUtf8("c"),
        };
        var message = new ReadOnlySequence<byte>(new StreamReadingsRequest { Batch = batch }.ToByteArray());
        using var packed = RequestReader.ReadPacked(message);
        Assert.NotNull(packed);
        Assert.True(Same(batch, packed));
    }

    [Fact]
    public void The_columns_of_batches_that_are_disposed_of_cost_no_memory()
    {
        const int Readings = 1_000;
        const int Batches = 1_000;
        var batch = new ReadingBatch { FirstSequence = 1 };
        batch.Handles.AddRange(Enumerable.Repeat(1u, Readings));
        batch.Values.AddRange(Enumerable.Repeat(1.0, Readings));
        batch.TimeOffsetsMillis.AddRange(Enumerable.Repeat(1, Readings));
        var message = new ReadOnlySequence<byte>(new StreamReadingsRequest { Batch = batch }.ToByteArray());
        RequestReader.Read(message).Batch!.Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Batches; i++)
        {
            RequestReader.Read(message).Batch!.Dispose();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Batches * 256);
    }

    private static StreamReadingsRequest? Parsed(byte[] bytes)
    {
        try
        {
            return StreamReadingsRequest.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static bool Same(StreamReadingsRequest? expected, ReadOnlySequence<byte> message)
    {
        try
        {
            var read = RequestReader.Read(message);
            using var batch = read.Batch;
            return expected is not null && Equals(expected.Open, read.Open) && Same(expected.Batch, batch);
        }
        catch (InvalidProtocolBufferException)
        {
            return expected is null;
        }
    }

    private static bool Same(ReadingBatch? expected, ColumnBatch? read) =>
        read is null || expected is null
            ? read is null && expected is null
            : expected.FirstSequence == read.FirstSequence
                && expected.Define.SequenceEqual(read.Define)
                && expected.Handles.SequenceEqual(read.Handles.ToArray())
                && Bits([.. expected.Values]).SequenceEqual(Bits(read.Values))
                && expected.BaseTimeMillis == read.BaseTimeMillis
                && expected.TimeOffsetsMillis.SequenceEqual(read.TimeOffsetsMillis.ToArray())
                && expected.Checkpoint.Span.SequenceEqual(read.Checkpoint.Span);

    private static ReadOnlySpan<long> Bits(ReadOnlySpan<double> values) => MemoryMarshal.Cast<double, long>(values);
}
