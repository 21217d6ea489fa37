using Google.Protobuf;
using Grpc.Core;
using OkrGrains.Client;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Readings;

/// <summary>
/// Marks a producer whose file was amended. The digest of what the producer sent then no longer tells whether a file is held, so every later
/// push must compare the file with the readings. The mark is a checkpoint that is no digest. It comes with a reading of no goal, which the
/// server rejects and never counts, because a checkpoint needs a sequence.
/// </summary>
internal static class AmendedMark
{
    private static readonly ByteString _mark = ByteString.CopyFromUtf8("amended");

    public static async Task SetAsync(OkrClient client, string workspace, string producer, CancellationToken cancellation)
    {
        using var call = new ReadingService.ReadingServiceClient(client.Invoker).StreamReadings(cancellationToken: cancellation);
        var open = new StreamOpen { Workspace = workspace, Producer = producer };
        await call.RequestStream.WriteAsync(new StreamReadingsRequest { Open = open }, cancellation);
        if (!await call.ResponseStream.MoveNext(cancellation) || call.ResponseStream.Current.Opened is not { } opened)
        {
            throw new IOException("the server did not open the stream");
        }

        if (opened.Checkpoint != _mark)
        {
            var batch = new ReadingBatch { FirstSequence = opened.LastSequence + 1, Handles = { 0 }, Values = { 0 }, Checkpoint = _mark };
            await call.RequestStream.WriteAsync(new StreamReadingsRequest { Batch = batch }, cancellation);
        }

        await call.RequestStream.CompleteAsync();
        while (await call.ResponseStream.MoveNext(cancellation))
        {
            // The end of the answers says that the mark is durable.
        }
    }
}
