using Google.Protobuf;
using Grpc.Core;
using OkrGrains.Contracts.V1;
using OkrGrains.TestKit.Clusters;

namespace OkrGrains.Api.Tests.Limits;

/// <summary>Tests that streams which bring nothing, or not everything, keep nobody else out.</summary>
[Collection(Alone.Name)]
public sealed class IdleStreamTests : IAsyncLifetime
{
    private static readonly Fault _overloaded = new(StatusCode.ResourceExhausted, "OVERLOADED");
    private readonly List<IDisposable> _calls = [];
    private OkrCluster? _cluster;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _calls.ForEach(call => call.Dispose());
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    [Fact]
    public async Task Streams_that_are_never_opened_refuse_nobody()
    {
        var bench = await OpenAsync(limits => limits.MaxReadingStreams = 1);
        for (var i = 0; i < 8; i++)
        {
            _calls.Add(bench.Readings.StreamReadings());
        }

        using var producer = await bench.ProduceAsync();

        Assert.Equal(0, producer.Opened.LastSequence);
    }

    [Fact]
    public async Task A_silent_stream_gives_its_place_to_a_producer_that_has_something_to_send()
    {
        var bench = await OpenAsync(limits => (limits.MaxReadingStreams, limits.StreamYieldLimit) = (1, TimeSpan.Zero));
        using var silent = await bench.ProduceAsync("silent");
        using var producer = await bench.ProduceAsync("busy");

        Assert.Equal(new Fault(StatusCode.Unavailable, "STREAM_IDLE"), Fault.Of(await silent.FailureAsync()));
    }

    [Fact]
    public async Task Uploads_that_bring_nothing_more_refuse_nobody()
    {
        var bench = await OpenAsync(limits => limits.MaxPlanUploads = 1);
        for (var i = 0; i < 8; i++)
        {
            await BeginAsync(bench, ByteString.CopyFromUtf8("workspace: other\n"));
        }

        Assert.Equal(5, (await bench.ApplyAsync(bench.Plan())).UnchangedCount);
    }

    [Fact]
    public async Task An_upload_that_falls_silent_is_ended()
    {
        var bench = await OpenAsync(limits => limits.PlanChunkLimit = TimeSpan.FromSeconds(2));
        var call = await BeginAsync(bench, ByteString.CopyFromUtf8("workspace: other\n"));

        Assert.Equal(new Fault(StatusCode.ResourceExhausted, "TOO_SLOW"), await Fault.OfAsync(async () => await call));
    }

    [Fact]
    public async Task Plans_take_no_more_than_their_bytes_and_give_them_back_when_their_call_ends()
    {
        const int most = 10_000;
        var bench = await OpenAsync(limits => (limits.MaxPlanBytes, limits.MaxPlanBytesTogether) = (most, most));
        var first = await BeginAsync(bench, ByteString.CopyFrom(new byte[most]));

        // Until the bytes of the first plan have arrived, the other one is applied. If they arrive while it is, the first one is refused.
        Fault? refused;
        while ((refused = await RefusalAsync(bench)) is null)
        {
            if (first.ResponseAsync.IsCompleted)
            {
                Assert.Equal(_overloaded, await Fault.OfAsync(async () => await first));
                first = await BeginAsync(bench, ByteString.CopyFrom(new byte[most]));
            }
        }

        Assert.Equal(_overloaded, refused);
        first.Dispose();
        while ((refused = await RefusalAsync(bench)) is not null)
        {
            Assert.Equal(_overloaded, refused);
        }
    }

    private async Task<Bench> OpenAsync(Action<ApiOptions> limits)
    {
        _cluster = await OkrCluster.StartAsync(1, Clusters.Now, limits);
        return await Bench.OpenAsync(_cluster, "w");
    }

    private async Task<AsyncClientStreamingCall<ApplyPlanRequest, ApplyPlanResponse>> BeginAsync(Bench bench, ByteString chunk)
    {
        var call = bench.Goals.ApplyPlan();
        _calls.Add(call);
        await call.RequestStream.WriteAsync(new ApplyPlanRequest { Header = new ApplyPlanHeader() });
        await call.RequestStream.WriteAsync(new ApplyPlanRequest { Chunk = chunk });
        return call;
    }

    private static async Task<Fault?> RefusalAsync(Bench bench)
    {
        try
        {
            await bench.ApplyAsync(bench.Plan());
            return null;
        }
        catch (RpcException refused)
        {
            return Fault.Of(refused);
        }
    }
}
