using Grpc.Core;
using OkrGrains.Contracts.V1;
using OkrGrains.Storage;
using OkrGrains.TestKit.Clusters;

namespace OkrGrains.Api.Tests.Readings;

/// <summary>Tests the responses of streams while a commit is in flight.</summary>
public sealed class HeldCommitTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Applied_readings_are_acknowledged_before_they_are_durable_and_shown_only_then(int silos)
    {
        await using var bench = await HeldBench.StartAsync(silos);
        using var producer = await bench.Bench.ProduceAsync(level: AckLevel.Applied);
        bench.Hold();

        await producer.SendAsync(Batches.Of(1, [10, 20]));
        var applied = (await producer.NextAsync()).Ack;
        Assert.Equal((2, 0), (applied.ThroughSequence, applied.DurableThroughSequence));
        Assert.Equal("0", (await bench.Bench.GetAsync("objectives/grow", applied.Token)).Figures.Score.Decimal);

        bench.Release();
        var durable = (await producer.NextAsync()).Ack;
        Assert.Equal((2, 2), (durable.ThroughSequence, durable.DurableThroughSequence));
        Assert.Equal("0.15", (await bench.Bench.GetAsync("objectives/grow", durable.Token)).Figures.Score.Decimal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Applied_readings_whose_commit_fails_end_the_stream_and_nothing_later_slipped_in_before_them(int silos)
    {
        await using var bench = await HeldBench.StartAsync(silos);
        using (var producer = await bench.Bench.ProduceAsync(level: AckLevel.Applied))
        {
            bench.Hold();
            await producer.SendAsync(Batches.Of(1, [1]));
            Assert.Equal(1, (await producer.NextAsync()).Ack.ThroughSequence);
            await producer.SendAsync(Batches.Of(2, [10]));
            bench.Break(new StoreUnavailableException("full", StoreUnavailableReason.Full));
            Assert.Equal(new Fault(StatusCode.ResourceExhausted, "STORE_FULL"), Fault.Of(await producer.FailureAsync()));
        }

        bench.Mend();
        using var again = await bench.Bench.ProduceAsync(level: AckLevel.Applied, silo: 1);
        Assert.Equal(0, again.Opened.LastSequence);
        Assert.Null((await bench.Bench.GetAsync("kpis/revenue")).Figures.Value);
        await again.SendAsync(Batches.Of(1, [1, 10, 100]));
        await again.CompleteAsync();
        var acks = await again.RemainingAsync();
        Assert.Equal((3, 3), (acks[^1].Ack.ThroughSequence, acks[^1].Ack.DurableThroughSequence));
        Assert.Equal("111", (await bench.Bench.GetAsync("kpis/revenue", acks[^1].Ack.Token)).Figures.Value.Decimal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Durable_streams_are_told_nothing_before_the_commit_and_both_sequences_at_once(int silos)
    {
        await using var bench = await HeldBench.StartAsync(silos);
        using var producer = await bench.Bench.ProduceAsync(level: AckLevel.Durable);
        bench.Hold();
        await producer.SendAsync(Batches.Of(1, [1]));
        await producer.SendAsync(Batches.Of(2, [10]));
        await bench.Reached();
        var next = producer.NextAsync();
        Assert.False(next.IsCompleted);

        bench.Release();
        var ack = (await next).Ack;
        Assert.InRange(ack.ThroughSequence, 1, 2);
        Assert.Equal(ack.ThroughSequence, ack.DurableThroughSequence);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_batch_in_flight_of_a_stream_that_a_newer_one_fences_does_not_count(int silos)
    {
        await using var bench = await HeldBench.StartAsync(silos);
        using var older = await bench.Bench.ProduceAsync();
        bench.Hold();
        await older.SendAsync(Batches.Of(1, [1, 10]));
        await bench.Reached();

        using var newer = await bench.Bench.ProduceAsync(silo: 1);
        Assert.Equal((2, 0), (newer.Opened.Epoch, newer.Opened.LastSequence));
        bench.Release();
        Assert.Equal(new Fault(StatusCode.Aborted, "PRODUCER_FENCED"), Fault.Of(await older.FailureAsync()));
        await newer.SendAsync(Batches.Of(1, [100, 1000]));
        var ack = (await newer.UntilAckAsync(2))[^1].Ack;

        Assert.Equal("1100", (await bench.Bench.GetAsync("kpis/revenue", ack.Token)).Figures.Value.Decimal);
    }

    [Fact]
    public async Task Acknowledgements_are_cumulative_and_coalesced()
    {
        await using var bench = await HeldBench.StartAsync(1);
        using var producer = await bench.Bench.ProduceAsync();
        bench.Hold();
        for (var i = 1; i <= 50; i++)
        {
            await producer.SendAsync(Batches.Of(i, [1]));
        }

        await producer.CompleteAsync();
        await bench.Reached();
        bench.Release();
        var acks = await producer.RemainingAsync();

        // The first commit holds the readings that had arrived by then, and the second one all the others.
        Assert.Equal(50, acks[^1].Ack.ThroughSequence);
        Assert.Equal(acks.Select(ack => ack.Ack.ThroughSequence).Order(), acks.Select(ack => ack.Ack.ThroughSequence));
        Assert.True(acks.Count < 50, $"{acks.Count} acknowledgements for 50 batches");
        Assert.Equal("50", (await bench.Bench.GetAsync("kpis/revenue", acks[^1].Ack.Token)).Figures.Value.Decimal);
    }

    [Fact]
    public async Task An_ack_level_that_the_server_does_not_know_is_refused()
    {
        await using var bench = await HeldBench.StartAsync(1);
        var failure = await Assert.ThrowsAsync<RpcException>(() => bench.Bench.ProduceAsync(level: (AckLevel)7));
        Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), Fault.Of(failure));
        Assert.Equal(["open.ack_level"], Fault.Fields(failure));
    }

    [Fact]
    public async Task Unary_calls_beyond_the_limit_are_refused_until_one_has_ended()
    {
        await using var bench = await HeldBench.StartAsync(1, limits => limits.MaxUnaryCalls = 1);
        bench.Hold();
        var write = bench.Bench.WriteAsync(
            new Reading { Goal = "kpis/revenue", Time = OkrGrains.Api.Mapping.Times.ToWire(Clusters.Now), Value = 40 });
        await bench.Reached();

        var refused = await Fault.OfAsync(() => bench.Bench.GetAsync("kpis/revenue"));
        bench.Release();
        var token = await write;

        Assert.Equal(new Fault(StatusCode.ResourceExhausted, "OVERLOADED"), refused);
        Assert.Equal("40", (await bench.Bench.GetAsync("kpis/revenue", token)).Figures.Value.Decimal);
    }

    /// <summary>A bench with a cluster of its own, whose appends can be held up.</summary>
    private sealed class HeldBench(OkrCluster cluster, HeldStore store, Bench bench) : IAsyncDisposable
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Bench Bench { get; } = bench;

        public static async Task<HeldBench> StartAsync(int silos, Action<ApiOptions>? limits = null)
        {
            HeldStore held = null!;
            var cluster = await OkrCluster.StartAsync(new OkrClusterOptions
            {
                Silos = (short)silos,
                Now = Clusters.Now,
                Limits = limits,
                WrapStore = store =>
                {
                    (var proxy, held) = HeldStore.Over(store);
                    return proxy;
                },
            });
            return new HeldBench(cluster, held, await Bench.OpenAsync(cluster, "w"));
        }

        public void Hold() => store.BeforeAppend = () =>
        {
            _reached.TrySetResult();
            return _release.Task;
        };

        public Task Reached() => _reached.Task;

        public void Release() => _release.SetResult();

        public void Break(Exception failure) => _release.SetException(failure);

        public void Mend() => store.BeforeAppend = () => Task.CompletedTask;

        public ValueTask DisposeAsync() => cluster.DisposeAsync();
    }
}
