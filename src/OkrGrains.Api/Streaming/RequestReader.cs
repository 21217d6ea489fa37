using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.Collections;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Streaming;

/// <summary>
/// Reads the requests of streams of readings. Batches are read into messages that are used again, since their columns are most of what a
/// server under load would leave to the garbage collector. Every other request, and every batch in an unusual form, is a message of its own.
/// </summary>
internal sealed class RequestReader
{
    /// <summary>The most batches that are kept for the next requests, whatever the number of streams.</summary>
    private const int MostKept = 64;

    /// <summary>The most readings for which a kept batch has room. A larger one is left to the garbage collector.</summary>
    private const int MostReadings = 8_192;

    // Fields that nobody knows would stay in a batch that is used again, whichever way it was read.
    private static readonly MessageParser<StreamReadingsRequest> _parser = StreamReadingsRequest.Parser.WithDiscardUnknownFields(true);

    private readonly Lock _lock = new();
    private readonly Stack<ReadingBatch> _kept = new(MostKept);

    /// <summary>The reader of all streams.</summary>
    public static RequestReader Shared { get; } = new();

    /// <summary>Reads a request as the generated parser does.</summary>
    /// <exception cref="InvalidProtocolBufferException">The bytes are no request.</exception>
    public StreamReadingsRequest Read(ReadOnlySequence<byte> payload)
    {
        if (BatchBytes.Find(payload) is not { } bytes)
        {
            return _parser.ParseFrom(payload);
        }

        var batch = Take();
        batch.MergeFrom(bytes);
        return new StreamReadingsRequest { Batch = batch };
    }

    /// <summary>Gives back the batch of a request, of which nothing is used any more but its checkpoint and the texts in it.</summary>
    public void GiveBack(ReadingBatch batch)
    {
        if (batch.Handles.Capacity > MostReadings || batch.Values.Capacity > MostReadings || batch.TimeOffsetsMillis.Capacity > MostReadings)
        {
            return;
        }

        batch.FirstSequence = 0;
        batch.BaseTimeMillis = 0;
        batch.Checkpoint = ByteString.Empty;
        batch.Define.Clear();
        Empty(batch.Handles);
        Empty(batch.Values);
        Empty(batch.TimeOffsetsMillis);
        lock (_lock)
        {
            if (_kept.Count < MostKept)
            {
                _kept.Push(batch);
            }
        }
    }

    private ReadingBatch Take()
    {
        lock (_lock)
        {
            return _kept.TryPop(out var batch) ? batch : new ReadingBatch();
        }
    }

    // Unlike Clear, this keeps the array of the column.
    private static void Empty<T>(RepeatedField<T> column) => UnsafeCollectionOperations.SetCount(column, 0);
}
