using System.Threading.Channels;
using Grpc.Core;
using OkrGrains.Api.Errors;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Ingest;

namespace OkrGrains.Api.Streaming;

/// <summary>The open stream of one producer. Its incoming and outgoing halves run at the same time.</summary>
internal sealed class ReadingStream(
    ProducerSession session, StreamPlace place, BatchTaker taker, AnswerWriter writer, ChannelWriter<BatchAnswer> answers)
{
    /// <summary>Runs until the producer completes its half and everything is answered.</summary>
    public async Task RunAsync(IAsyncStreamReader<StreamReadingsRequest> requests, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, session.Fenced, place.Given);
        var taking = TakeAllAsync(requests, stop.Token);
        try
        {
            await writer.RunAsync(stop.Token);
        }
        catch (OperationCanceledException) when (session.Fenced.IsCancellationRequested)
        {
            throw ApiFault.Fenced();
        }
        catch (OperationCanceledException) when (place.Given.IsCancellationRequested)
        {
            throw ApiFault.Idle();
        }
        finally
        {
            await stop.CancelAsync();
            await taking;
        }
    }

    /// <summary>
    /// Takes all batches. It never throws: an exception is queued behind the answers to the batches before, so that these are still sent.
    /// </summary>
    private async Task TakeAllAsync(IAsyncStreamReader<StreamReadingsRequest> requests, CancellationToken cancellation)
    {
        try
        {
            while (await requests.MoveNext(cancellation))
            {
                await TakeAsync(requests.Current, cancellation);
            }

            answers.Complete();
        }
        catch (Exception exception)
        {
            answers.Complete(exception);
        }
    }

    // In a method of its own, whose variables hold no batch while the stream waits for the next one.
    private async ValueTask TakeAsync(StreamReadingsRequest request, CancellationToken cancellation)
    {
        place.Hear();
        var batch = request.Batch ?? throw ApiFault.StreamOrder("After the opening only batches may come.");
        await taker.TakeAsync(batch, cancellation);
        request.ClearMessage();
        RequestReader.Shared.GiveBack(batch);
    }
}
