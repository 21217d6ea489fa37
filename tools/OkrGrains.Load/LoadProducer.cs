using Grpc.Core;
using OkrGrains.Contracts.V1;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Load;

/// <summary>
/// A producer that sends as fast as it is allowed to. It can be run again after its stream broke: it then goes on where the server says,
/// and keeps its counts of sent and acknowledged readings.
/// </summary>
/// <param name="id">The producer's id.</param>
/// <param name="batches">The batches that it sends.</param>
/// <param name="baseTimeMillis">
/// The time of its first batch, in Unix milliseconds. Each later batch is a millisecond after the one before.
/// </param>
/// <param name="keepsWindow">True to wait while the announced window is full; false to be held up by flow control alone.</param>
internal sealed class LoadProducer(string id, LoadBatches batches, long baseTimeMillis, bool keepsWindow = true)
{
    private const int HandlesInBatch = 4_096;

    private TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _acknowledged;
    private long _sentBatches;

    /// <summary>The sequence up to which every reading has been acknowledged.</summary>
    public long Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>The sequence of the last reading that was ever sent.</summary>
    public long Sent => SentBatches * batches.Readings;

    /// <summary>The number of batches that were ever sent.</summary>
    public long SentBatches => Volatile.Read(ref _sentBatches);

    /// <summary>The last token that came with an acknowledgement.</summary>
    public string Token { get; private set; } = "";

    /// <summary>The server's answer when the stream was last opened; null before.</summary>
    public StreamOpened? Opened { get; private set; }

    /// <summary>
    /// Sends over one stream until it is told to stop. It then sends whatever an earlier stream may have lost, completes the stream, and
    /// ends once everything is acknowledged.
    /// </summary>
    /// <exception cref="RpcException">The stream broke.</exception>
    /// <exception cref="LoadException">The server has sent an answer that cannot be true.</exception>
    public async Task RunAsync(CallInvoker invoker, CancellationToken stop, CancellationToken cut = default)
    {
        using var call = invoker.AsyncDuplexStreamingCall(BatchMessage.Method, null, new CallOptions(cancellationToken: cut));
        var held = await OpenAsync(call, cut);
        await DefineHandlesAsync(call.RequestStream, cut);
        var answers = Task.Run(() => TakeAnswersAsync(call.ResponseStream, cut), CancellationToken.None);
        try
        {
            for (var batch = held / batches.Readings; !stop.IsCancellationRequested || batch < SentBatches; batch++)
            {
                await RoomAsync((batch + 1) * batches.Readings, answers);

                // Counted before it is written, because from then on it may leave the process.
                Volatile.Write(ref _sentBatches, Math.Max(SentBatches, batch + 1));
                await call.RequestStream.WriteAsync(batches.Of(batch, baseTimeMillis), cut);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception) when (answers.IsFaulted)
        {
            // The task of the answers holds the reason why the stream broke.
        }

        await answers;
        if (Acknowledged != Sent)
        {
            throw new LoadException($"{id}: {Acknowledged} of {Sent} readings are acknowledged when the stream has ended in good order");
        }
    }

    private async Task<long> OpenAsync(AsyncDuplexStreamingCall<BatchMessage, StreamReadingsResponse> call, CancellationToken cut)
    {
        await call.RequestStream.WriteAsync(BatchMessage.Of(new StreamReadingsRequest
        {
            Open = new()
            {
                Workspace = $"workspaces/{GoalTree.Workspace}", Producer = id, AckLevel = AckLevel.Durable, AcknowledgedSequence = Acknowledged,
            },
        }), cut);
        if (!await call.ResponseStream.MoveNext(cut) || call.ResponseStream.Current.Opened is not { } opened)
        {
            throw new LoadException($"{id}: the stream was not opened");
        }

        if (opened.LastSequence < Acknowledged || opened.LastSequence > Sent || opened.LastSequence % batches.Readings != 0)
        {
            throw new LoadException($"{id}: knows of {Acknowledged}, has sent {Sent}, and the server holds {opened.LastSequence}");
        }

        Opened = opened;
        Volatile.Write(ref _acknowledged, opened.LastSequence);
        return opened.LastSequence;
    }

    private async Task DefineHandlesAsync(IClientStreamWriter<BatchMessage> requests, CancellationToken cut)
    {
        foreach (var some in batches.Kpis.Chunk(HandlesInBatch))
        {
            var batch = new ReadingBatch { FirstSequence = 1 };
            batch.Define.AddRange(some.Select(kpi => new HandleDefinition { Handle = (uint)kpi, Goal = $"kpis/{GoalTree.KpiId(kpi)}" }));
            await requests.WriteAsync(BatchMessage.Of(new StreamReadingsRequest { Batch = batch }), cut);
        }
    }

    /// <summary>Waits until the window has room for all readings up to a sequence.</summary>
    private async ValueTask RoomAsync(long through, Task answers)
    {
        while (keepsWindow && through - Acknowledged > Opened!.WindowReadings)
        {
            var told = Volatile.Read(ref _told);
            if (through - Acknowledged > Opened.WindowReadings)
            {
                await Task.WhenAny(told.Task, answers);
                if (answers.IsCompleted)
                {
                    await answers;
                    throw new LoadException($"{id}: the server has ended the stream");
                }
            }
        }
    }

    private async Task TakeAnswersAsync(IAsyncStreamReader<StreamReadingsResponse> responses, CancellationToken cut)
    {
        while (await responses.MoveNext(cut))
        {
            var ack = responses.Current.Ack ?? throw new LoadException($"{id}: was told {responses.Current}");
            if (ack.ThroughSequence > Sent)
            {
                throw new LoadException($"{id}: has sent {Sent}, and {ack.ThroughSequence} is acknowledged");
            }

            Token = ack.Token;
            Volatile.Write(ref _acknowledged, Math.Max(Acknowledged, ack.ThroughSequence));
            Interlocked.Exchange(ref _told, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }
}
