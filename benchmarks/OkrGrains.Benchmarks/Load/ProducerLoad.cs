using Grpc.Core;
using OkrGrains.Benchmarks.Workloads;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Benchmarks.Load;

/// <summary>One producer that sends as fast as it is let: up to the announced window ahead of the acknowledgements.</summary>
internal sealed class ProducerLoad(CallInvoker invoker, Workload workload, int producer, ReadingBlocks blocks, long baseTimeMillis)
{
    private const int HandlesInBatch = 4_096;

    private readonly ReadOnlyMemory<byte>[] _columns = [.. blocks.Blocks.Select(BatchMessage.Encode)];
    private TaskCompletionSource _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _through;
    private long _readings;
    private string _token = "";

    /// <summary>Readings that are acknowledged.</summary>
    public long Acknowledged => Volatile.Read(ref _through);

    /// <summary>Batches that have been sent.</summary>
    public long Batches { get; private set; }

    /// <summary>Stands for the last acknowledgement.</summary>
    public string Token => _token;

    /// <summary>Sends until it is told to stop, and then waits until all of it is acknowledged.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var call = invoker.AsyncDuplexStreamingCall(BatchMessage.Method, null, default);
        await call.RequestStream.WriteAsync(BatchMessage.Of(new StreamReadingsRequest
        {
            Open = new() { Workspace = $"workspaces/{GoalTree.Workspace}", Producer = $"load-{producer}", AckLevel = AckLevel.Durable },
        }), CancellationToken.None);
        if (!await call.ResponseStream.MoveNext(default) || call.ResponseStream.Current.Opened is not { } opened)
        {
            throw new InvalidOperationException("The stream was not opened.");
        }

        await DefineHandlesAsync(call.RequestStream);
        var answers = Task.Run(() => TakeAnswersAsync(call.ResponseStream), CancellationToken.None);
        while (!stop.IsCancellationRequested)
        {
            while (_readings - Acknowledged > opened.WindowReadings - workload.BatchReadings)
            {
                var next = Volatile.Read(ref _acknowledged);
                if (_readings - Acknowledged > opened.WindowReadings - workload.BatchReadings)
                {
                    await await Task.WhenAny(next.Task, answers);
                    if (answers.IsCompleted)
                    {
                        throw new InvalidOperationException("The server ended the stream.");
                    }
                }
            }

            var columns = _columns[Batches % _columns.Length];
            await call.RequestStream.WriteAsync(BatchMessage.Of(_readings + 1, baseTimeMillis + Batches, columns), CancellationToken.None);
            Batches++;
            _readings += workload.BatchReadings;
        }

        await call.RequestStream.CompleteAsync();
        await answers;
        if (Acknowledged != _readings)
        {
            throw new InvalidOperationException($"{Acknowledged} of {_readings} readings were acknowledged.");
        }
    }

    private async Task DefineHandlesAsync(IClientStreamWriter<BatchMessage> requests)
    {
        foreach (var some in Enumerable.Range(0, blocks.Kpis).Chunk(HandlesInBatch))
        {
            var batch = new ReadingBatch { FirstSequence = 1 };
            batch.Define.AddRange(some.Select(kpi => new HandleDefinition { Handle = (uint)kpi, Goal = $"kpis/{GoalTree.KpiId(kpi)}" }));
            await requests.WriteAsync(BatchMessage.Of(new StreamReadingsRequest { Batch = batch }));
        }
    }

    private async Task TakeAnswersAsync(IAsyncStreamReader<StreamReadingsResponse> responses)
    {
        while (await responses.MoveNext(default))
        {
            if (responses.Current.Ack is not { } ack)
            {
                throw new InvalidOperationException($"Not an acknowledgement: {responses.Current}");
            }

            _token = ack.Token;
            Volatile.Write(ref _through, ack.ThroughSequence);
            Interlocked.Exchange(ref _acknowledged, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }
}
