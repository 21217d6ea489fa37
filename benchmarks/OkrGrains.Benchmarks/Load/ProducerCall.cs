using Grpc.Core;
using OkrGrains.Contracts.V1;
using OkrGrains.Load;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks.Load;

/// <summary>
/// The open stream of one producer. It sends ahead of the acknowledgements up to the window of the server, and then waits.
/// </summary>
internal sealed class ProducerCall : IDisposable
{
    private const int HandlesInBatch = 4_096;

    private readonly AsyncDuplexStreamingCall<BatchMessage, StreamReadingsResponse> _call;
    private readonly int _window;
    private readonly Task _answers;
    private TaskCompletionSource _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _through;
    private long _sent;
    private long _answered;
    private string _token = "";

    private ProducerCall(AsyncDuplexStreamingCall<BatchMessage, StreamReadingsResponse> call, int window)
    {
        _call = call;
        _window = window;
        _answers = Task.Run(TakeAnswersAsync);
    }

    /// <summary>The number of acknowledged readings.</summary>
    public long Acknowledged => Volatile.Read(ref _through);

    /// <summary>The token of the last acknowledgement.</summary>
    public string Token => _token;

    /// <summary>Opens the stream and defines a handle for each KPI: its index.</summary>
    public static async Task<ProducerCall> OpenAsync(CallInvoker invoker, string producer, IEnumerable<string> kpis, string workspace = GoalTree.Workspace)
    {
        var call = invoker.AsyncDuplexStreamingCall(BatchMessage.Method, null, default);
        await call.RequestStream.WriteAsync(BatchMessage.Of(new StreamReadingsRequest
        {
            Open = new() { Workspace = $"workspaces/{workspace}", Producer = producer, AckLevel = AckLevel.Durable },
        }), CancellationToken.None);
        if (!await call.ResponseStream.MoveNext(default) || call.ResponseStream.Current.Opened is not { } opened)
        {
            throw new InvalidOperationException("The stream was not opened.");
        }

        foreach (var some in kpis.Select((kpi, index) => new HandleDefinition { Handle = (uint)index, Goal = $"kpis/{kpi}" }).Chunk(HandlesInBatch))
        {
            var batch = new ReadingBatch { FirstSequence = 1 };
            batch.Define.AddRange(some);
            await call.RequestStream.WriteAsync(BatchMessage.Of(new StreamReadingsRequest { Batch = batch }), CancellationToken.None);
        }

        return new(call, opened.WindowReadings);
    }

    /// <summary>Sends a batch once the window has room for it.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> columns, int readings, long timeMillis)
    {
        await AcknowledgedAsync(_sent + readings - _window);
        await _call.RequestStream.WriteAsync(BatchMessage.Of(_sent + 1, timeMillis, columns), CancellationToken.None);
        _sent += readings;
    }

    /// <summary>Waits until everything sent is acknowledged, and returns the timestamp of the acknowledgement that said so.</summary>
    public async ValueTask<long> DurableAsync()
    {
        await AcknowledgedAsync(_sent);
        return Volatile.Read(ref _answered);
    }

    /// <summary>Ends the stream once everything is acknowledged.</summary>
    public async Task CompleteAsync()
    {
        await _call.RequestStream.CompleteAsync();
        await _answers;
        if (Acknowledged != _sent)
        {
            throw new InvalidOperationException($"{Acknowledged} of {_sent} readings were acknowledged.");
        }
    }

    public void Dispose() => _call.Dispose();

    /// <summary>Waits until the readings up to a sequence are acknowledged.</summary>
    private async ValueTask AcknowledgedAsync(long through)
    {
        while (Acknowledged < through)
        {
            var next = Volatile.Read(ref _acknowledged);
            if (Acknowledged < through)
            {
                await await Task.WhenAny(next.Task, _answers);
                if (_answers.IsCompleted)
                {
                    throw new InvalidOperationException("The server ended the stream.");
                }
            }
        }
    }

    private async Task TakeAnswersAsync()
    {
        while (await _call.ResponseStream.MoveNext(default))
        {
            if (_call.ResponseStream.Current.Ack is not { } ack)
            {
                throw new InvalidOperationException($"Not an acknowledgement: {_call.ResponseStream.Current}");
            }

            _token = ack.Token;
            Volatile.Write(ref _answered, TimeProvider.System.GetTimestamp());
            Volatile.Write(ref _through, ack.ThroughSequence);
            Interlocked.Exchange(ref _acknowledged, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }
}
