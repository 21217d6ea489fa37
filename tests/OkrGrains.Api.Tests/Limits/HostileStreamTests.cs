using System.IO.Compression;
using Google.Protobuf;
using Grpc.Core;
using OkrGrains.Contracts.V1;
using OkrGrains.Load;
using OkrGrains.TestKit.Clusters;

namespace OkrGrains.Api.Tests.Limits;

/// <summary>Tests peers that send too slowly, nothing, or too much, over a real socket and with short limits.</summary>
[Collection(Alone.Name)]
public sealed class HostileStreamTests : IAsyncLifetime
{
    private static readonly TimeSpan _moment = TimeSpan.FromMilliseconds(200);

    // A limit that a well-behaved peer surely keeps.
    private static readonly TimeSpan _while = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _never = TimeSpan.FromDays(1);
    private static readonly Fault _tooSlow = new(StatusCode.ResourceExhausted, "TOO_SLOW");
    private static readonly Fault _overloaded = new(StatusCode.ResourceExhausted, "OVERLOADED");

    private readonly List<OkrCluster> _clusters = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var cluster in _clusters)
        {
            await cluster.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_stream_that_sends_its_message_byte_by_byte_is_ended()
    {
        var bench = await OpenAsync(limits => limits.MessageLimit = _moment);
        var failure = await RawCall.EndAsync(bench.Cluster.Address(0), RawCall.StreamReadings, async body =>
        {
            await body.WriteAsync(RawCall.Framed(Opening(bench)));
            foreach (var one in RawCall.Framed(new byte[1_000_000]))
            {
                await body.WriteAsync(new[] { one });
                await body.FlushAsync();
            }
        });

        Assert.Equal(_tooSlow, Fault.Of(failure));
        Assert.NotNull(Fault.Unpack<Google.Rpc.RetryInfo>(Fault.Details(failure)));
        await StillTakesReadingsAsync(bench);
    }

    [Theory]
    [InlineData(RawCall.StreamReadings)]
    [InlineData(RawCall.GetGoal)]
    public async Task A_call_that_falls_silent_within_a_message_is_ended(string method)
    {
        var bench = await OpenAsync(limits => limits.MessageLimit = _moment);
        var failure = await RawCall.EndAsync(bench.Cluster.Address(0), method, async body =>
        {
            await body.WriteAsync(RawCall.Framed(new byte[100]).AsMemory(0, 3));
            await body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        });

        Assert.Equal(_tooSlow, Fault.Of(failure));
        await StillTakesReadingsAsync(bench);
    }

    [Fact]
    public async Task A_stream_that_is_never_opened_is_ended()
    {
        var bench = await OpenAsync(limits => limits.OpeningLimit = _moment);
        using var call = bench.Readings.StreamReadings();

        Assert.Equal(_tooSlow, await Fault.OfAsync(() => call.ResponseStream.MoveNext(CancellationToken.None)));
    }

    [Fact]
    public async Task A_stream_that_brings_nothing_is_closed_and_its_producer_goes_on_with_the_next()
    {
        var bench = await OpenAsync(limits => (limits.MessageLimit, limits.IdleLimit) = (_while, _while));
        using (var producer = await bench.ProduceAsync())
        {
            await producer.SendAsync(Batch(1, 5));
            await producer.UntilAckAsync(1);
            Assert.Equal(new Fault(StatusCode.Unavailable, "STREAM_IDLE"), Fault.Of(await producer.FailureAsync()));
        }

        using var next = await bench.ProduceAsync(acknowledged: 1);
        await next.SendAsync(Batch(1, 5));
        await next.SendAsync(Batch(2, 2));
        var ack = (await next.UntilAckAsync(2))[^1].Ack;
        Assert.Equal("7", (await bench.GetAsync("kpis/revenue", ack.Token)).Figures.Value.Decimal);
    }

    [Fact]
    public async Task A_plan_that_does_not_arrive_in_time_is_refused_and_nothing_of_it_applied()
    {
        var bench = await OpenAsync(limits => limits.PlanUploadLimit = _while);
        using var call = bench.Goals.ApplyPlan();
        await call.RequestStream.WriteAsync(new ApplyPlanRequest { Header = new ApplyPlanHeader() });
        await call.RequestStream.WriteAsync(new ApplyPlanRequest { Chunk = ByteString.CopyFromUtf8("workspace: other\n") });

        Assert.Equal(_tooSlow, await Fault.OfAsync(async () => await call));
        Assert.Equal([bench.Workspace], (await bench.Goals.ListWorkspacesAsync(new ListWorkspacesRequest())).Workspaces.Select(one => one.Name));
    }

    [Fact]
    public async Task More_streams_than_the_limit_are_refused_until_one_ends()
    {
        var bench = await OpenAsync(limits => limits.MaxReadingStreams = 1);
        var first = await bench.ProduceAsync("first");
        using (var second = bench.Readings.StreamReadings())
        {
            await second.RequestStream.WriteAsync(
                new StreamReadingsRequest { Open = new StreamOpen { Workspace = bench.Workspace, Producer = "second" } });
            var failure = await Assert.ThrowsAsync<RpcException>(() => second.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(_overloaded, Fault.Of(failure));
            Assert.NotNull(Fault.Unpack<Google.Rpc.RetryInfo>(Fault.Details(failure)));
        }

        await first.CompleteAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(first.NextAsync);
        first.Dispose();
        await StillTakesReadingsAsync(bench);
    }

    [Fact]
    public async Task A_bomb_is_refused_before_it_takes_memory()
    {
        const int inflated = 256 << 20;
        var bench = await OpenAsync(_ => { });
        var bomb = RawCall.Framed(Packed(inflated), packed: true);
        Assert.InRange(bomb.Length, 1, new ApiOptions().MaxMessageBytes);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var failure = await RawCall.EndAsync(
            bench.Cluster.Address(0), RawCall.StreamReadings, async body => await body.WriteAsync(bomb), packed: true);

        Assert.Equal(new Fault(StatusCode.ResourceExhausted, "TOO_LARGE"), Fault.Of(failure));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, inflated / 8);
        await StillTakesReadingsAsync(bench);
    }

    private async Task<Bench> OpenAsync(Action<ApiOptions> limits)
    {
        var cluster = await OkrCluster.StartAsync(1, Clusters.Now, options =>
        {
            (options.MessageLimit, options.OpeningLimit, options.IdleLimit) = (_never, _never, _never);
            limits(options);
        });
        _clusters.Add(cluster);
        return await Bench.OpenAsync(cluster, "w");
    }

    private static async Task StillTakesReadingsAsync(Bench bench)
    {
        var token = await bench.WriteAsync(new Reading
        {
            Goal = "kpis/revenue",
            Time = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(Clusters.Now.UnixMillis - 1)),
            Value = 40,
        });
        Assert.Equal("40", (await bench.GetAsync("kpis/revenue", token)).Figures.Value.Decimal);
    }

    private static byte[] Opening(Bench bench) =>
        new StreamReadingsRequest { Open = new StreamOpen { Workspace = bench.Workspace, Producer = "slow" } }.ToByteArray();

    private static ReadingBatch Batch(long sequence, double value) => new()
    {
        FirstSequence = sequence,
        BaseTimeMillis = Clusters.Now.UnixMillis - 1000,
        Define = { new HandleDefinition { Handle = 7, Goal = "kpis/revenue" } },
        Handles = { 7u },
        Values = { value },
    };

    private static byte[] Packed(int zeros)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var block = new byte[1 << 20];
            for (var written = 0; written < zeros; written += block.Length)
            {
                gzip.Write(block);
            }
        }

        return packed.ToArray();
    }
}
