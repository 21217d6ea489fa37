using Grpc.Core;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Benchmarks.Peers.Sink;

internal sealed class SinkEndpoint : ReadingService.ReadingServiceBase
{
    private const int Window = 65_536;

    public override async Task StreamReadings(
        IAsyncStreamReader<StreamReadingsRequest> requestStream,
        IServerStreamWriter<StreamReadingsResponse> responseStream,
        ServerCallContext context)
    {
        var answers = Task.CompletedTask;
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var answer = requestStream.Current is { Batch: { } batch }
                ? new StreamReadingsResponse { Ack = new() { ThroughSequence = batch.FirstSequence + batch.Handles.Count - 1 } }
                : new StreamReadingsResponse { Opened = new() { Epoch = 1, WindowReadings = Window, MaxBatchReadings = 8_192 } };
            await answers;
            answers = responseStream.WriteAsync(answer, context.CancellationToken);
        }

        await answers;
    }
}
