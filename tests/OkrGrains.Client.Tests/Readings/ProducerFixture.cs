using OkrGrains.Client.Readings;
using OkrGrains.Client.Retrying;
using OkrGrains.Client.Tests.Fakes;
using OkrGrains.Contracts.V1;
using Call = OkrGrains.Client.Tests.Fakes.FakeStream<OkrGrains.Contracts.V1.StreamReadingsRequest, OkrGrains.Contracts.V1.StreamReadingsResponse>;

namespace OkrGrains.Client.Tests.Readings;
using Status = Grpc.Core.Status;

/// <summary>A producer whose server and clock are the test.</summary>
internal sealed class ProducerFixture : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan BatchDelay = TimeSpan.FromMilliseconds(20);
    public static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);

    public ProducerFixture(Func<ReadingProducerOptions, ReadingProducerOptions>? change = null)
    {
        var options = new ReadingProducerOptions
        {
            Workspace = "workspaces/w",
            Producer = "p",
            BatchReadings = 4,
            BatchDelay = BatchDelay,
            MaxUnacknowledged = 16,
            Time = Time,
            Random = () => 1,
            Rejected = Rejected.Add,
            Retry = new RetryOptions { FirstDelay = FirstDelay, Interrupted = Interruptions.Add },
        };
        Producer = new ReadingProducer(Invoker, change is null ? options : change(options));
    }

    public AwaitedTime Time { get; } = new();

    public FakeInvoker Invoker { get; } = new();

    public List<RejectedReading> Rejected { get; } = [];

    public List<Interruption> Interruptions { get; } = [];

    public ReadingProducer Producer { get; }

    public ValueTask DisposeAsync() => Producer.DisposeAsync();

    /// <summary>Writes readings of one goal with the values from … to, a second apart.</summary>
    public async Task WriteAsync(int from, int to, string goal = "kpis/a")
    {
        for (var value = from; value <= to; value++)
        {
            await Producer.WriteAsync(goal, Start.AddSeconds(value), value, tag: value + 1).AsTask().WaitAsync(FakeStream.Patience);
        }
    }

    /// <summary>Waits until the producer has taken an acknowledgement.</summary>
    public async Task UntilAcknowledgedAsync(long sequence)
    {
        while (Producer.Counts.Acknowledged < sequence)
        {
            await Task.Yield();
        }
    }

    public Task<Call> NextCallAsync() => Invoker.NextCallAsync<StreamReadingsRequest, StreamReadingsResponse>();

    /// <summary>Takes the next stream and opens it.</summary>
    public async Task<Call> OpenAsync(long lastSequence = 0, int window = 100, int maxBatch = 100, long? acknowledged = null, AckLevel level = AckLevel.Durable, StreamOpened? checkpoint = null,
        string incarnation = "", string? stated = null)
    {
        var call = await NextCallAsync();
        var open = (await call.RequestAsync()).Open;
        Assert.Equal(stated ?? open.Incarnation, open.Incarnation);
        Assert.Equal(("workspaces/w", "p", level), (open.Workspace, open.Producer, open.AckLevel));
        Assert.Equal(acknowledged ?? open.AcknowledgedSequence, open.AcknowledgedSequence);
        call.Respond(new()
        {
            Opened = new()
            {
                Epoch = 1,
                LastSequence = lastSequence,
                WindowReadings = window,
                MaxBatchReadings = maxBatch,
                Checkpoint = checkpoint?.Checkpoint ?? Google.Protobuf.ByteString.Empty,
                CheckpointSequence = checkpoint?.CheckpointSequence ?? 0,
                Rejections = { checkpoint?.Rejections ?? [] },
                ForgottenRejections = checkpoint?.ForgottenRejections ?? 0,
                Incarnation = incarnation,
            },
        });
        return call;
    }

    public static async Task<ReadingBatch> BatchAsync(Call call) => (await call.RequestAsync()).Batch;

    public static void Ack(Call call, long through, string token = "") =>
        call.Respond(new() { Ack = new() { ThroughSequence = through, Token = token } });

    public static void Applied(Call call, long through, long durable, string token = "") => call.Respond(
        new() { Ack = new() { ThroughSequence = through, DurableThroughSequence = durable, Token = token } });

    public static Grpc.Core.RpcException IdleEnd()
    {
        var details = new Google.Rpc.Status
        {
            Details = { Google.Protobuf.WellKnownTypes.Any.Pack(new Google.Rpc.ErrorInfo { Reason = "STREAM_IDLE", Domain = "okrgrains" }) },
        };
        var trailers = new Grpc.Core.Metadata { { "grpc-status-details-bin", Google.Protobuf.MessageExtensions.ToByteArray(details) } };
        return new Grpc.Core.RpcException(new Status(Grpc.Core.StatusCode.Unavailable, "idle"), trailers);
    }

    public static void Lose(Call call) => call.Break(new Status(Grpc.Core.StatusCode.Unavailable, "gone"));
}
