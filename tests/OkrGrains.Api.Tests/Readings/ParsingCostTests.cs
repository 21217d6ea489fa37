using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Readings;

public sealed class ParsingCostTests
{
    private const int BytesPerReading = sizeof(uint) + sizeof(double) + sizeof(int);

    /// <summary>
    /// The generated parser copies packed columns as they are and allocates each at its full length. If it ever read value by value again,
    /// it would grow the arrays step by step and allocate twice as much or more.
    /// </summary>
    [Fact]
    public async Task The_columns_of_a_packed_batch_are_allocated_once_and_nothing_else_for_a_reading()
    {
        const int Readings = 1_000;
        const int Batches = 1_000;
        const int MostBytesPerBatch = (Readings * BytesPerReading) + 1_024;
        var batch = new ReadingBatch { FirstSequence = 1 };
        batch.Handles.AddRange(Enumerable.Repeat(1u, Readings));
        batch.Values.AddRange(Enumerable.Repeat(1.0, Readings));
        batch.TimeOffsetsMillis.AddRange(Enumerable.Repeat(1, Readings));
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(new StreamReadingsRequest { Batch = batch }.ToByteArray());
        var message = (await pipe.Reader.ReadAsync()).Buffer;

        // As a connection hands it over.
        Assert.False(message.IsSingleSegment);
        Assert.Equal(batch, StreamReadingsRequest.Parser.ParseFrom(message).Batch);
        Assert.InRange(Allocated(message, Batches), Batches * Readings * BytesPerReading, Batches * MostBytesPerBatch);
    }

    private static long Allocated(ReadOnlySequence<byte> message, int times)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < times; i++)
        {
            StreamReadingsRequest.Parser.ParseFrom(message);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
