using Grpc.Core;
using OkrGrains.Api.Mapping;
using OkrGrains.Api.Readings;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Readings;

/// <summary>Tests that nobody sends under the names of the server's producers, or moves a producer past what is held of it.</summary>
[Collection(ClusterTests.Name)]
public sealed class ProducerNameTests(Clusters clusters)
{
    private static readonly Fault _rolledBack = new(StatusCode.FailedPrecondition, "STORE_ROLLED_BACK");

    [Theory]
    [InlineData("check-in/")]
    [InlineData("check-in/7/ann")]
    [InlineData("unary-")]
    [InlineData("unary-7")]
    public async Task Reserved_names_are_refused_with_the_field(string name)
    {
        var bench = await clusters.OpenAsync(1);

        var failure = await Assert.ThrowsAsync<RpcException>(() => bench.ProduceAsync(name));

        Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), Fault.Of(failure));
        Assert.Equal(["open.producer"], Fault.Fields(failure));
    }

    [Theory]
    [InlineData("check-in")]
    [InlineData("checks-in/7")]
    [InlineData("unary")]
    [InlineData("my-unary-7")]
    public async Task Other_names_are_not(string name)
    {
        var bench = await clusters.OpenAsync(1);
        using var producer = await bench.ProduceAsync(name);
        await producer.SendAsync(Batches.Of(1, [5]));
        await producer.UntilAckAsync(1);
    }

    [Theory]
    [InlineData("p", 512)]
    [InlineData("ж", 256)]
    [InlineData("😀", 128)]
    public async Task The_size_of_a_name_is_counted_in_bytes_of_UTF_8(string character, int most)
    {
        var bench = await clusters.OpenAsync(1);
        var name = string.Concat(Enumerable.Repeat(character, most));
        using (var producer = await bench.ProduceAsync(name))
        {
            await producer.SendAsync(Batches.Of(1, [5]));
            await producer.UntilAckAsync(1);
        }

        var failure = await Assert.ThrowsAsync<RpcException>(() => bench.ProduceAsync(name + "p"));

        Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), Fault.Of(failure));
        Assert.Contains("must have at most 512 bytes of UTF-8", failure.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(["open.producer"], Fault.Fields(await Assert.ThrowsAsync<RpcException>(() => bench.ProduceAsync(""))));
        var amendment = new CorrectReadingRequest { Parent = bench.Workspace, Producer = name, Sequence = 1, Value = 6, Author = "ann", Reason = "x" };
        Assert.Equal(5, (await bench.Readings.CorrectReadingAsync(amendment)).Amended.PreviousValue);
    }

    [Fact]
    public async Task Readings_under_reserved_names_are_corrected_and_retracted()
    {
        var bench = await clusters.OpenAsync(1);
        await bench.ApplyAsync(bench.Plan("""
              - id: own
                keyResults: [{id: own, measure: {aggregation: sum, window: all}, target: 10}]
            """));
        var checkIns = new CheckInService.CheckInServiceClient(bench.Cluster.Channel(0));
        var checkIn = new CreateCheckInRequest { Parent = $"{bench.Workspace}/keyResults/own", Author = "zed", Value = 1 };
        var reading = (await checkIns.CreateCheckInAsync(checkIn)).CheckIn.Reading;
        await Assert.ThrowsAsync<RpcException>(() => bench.ProduceAsync(reading.Producer));
        checkIn.Value = 7;
        await checkIns.CreateCheckInAsync(checkIn);
        var written = await bench.Readings.WriteReadingsAsync(new WriteReadingsRequest
        {
            Parent = bench.Workspace,
            Readings = { new Reading { Goal = "keyResults/own", Time = Clusters.Now.ToWire(), Value = 100 } },
        });

        await bench.Readings.CorrectReadingAsync(new CorrectReadingRequest
        {
            Parent = bench.Workspace, Producer = reading.Producer, Sequence = reading.Sequence, Value = 2,
        });
        var retracted = await bench.Readings.RetractReadingAsync(new RetractReadingRequest
        {
            Parent = bench.Workspace, Producer = written.Producer, Sequence = written.Sequences[0],
        });

        Assert.Equal("0.9", (await bench.GetAsync("keyResults/own", retracted.Token)).Figures.Score.Decimal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Nobody_moves_a_producer_past_what_is_held_of_it_and_no_stream_is_fenced_by_trying(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        var window = new ApiOptions().WindowReadings;
        using var producer = await bench.ProduceAsync();
        await producer.SendAsync(Batches.Of(1, [1, 10]));
        await producer.UntilAckAsync(2);

        foreach (var claimed in new[] { 3L + window, long.MaxValue / 2, long.MaxValue - 1 })
        {
            var failure = await Assert.ThrowsAsync<RpcException>(() => bench.ProduceAsync(acknowledged: claimed, silo: 1));
            Assert.Equal(_rolledBack, Fault.Of(failure));
        }

        var unknown = await Assert.ThrowsAsync<RpcException>(() => bench.ProduceAsync("stranger", acknowledged: 1L + window));
        Assert.Equal(_rolledBack, Fault.Of(unknown));
        await producer.SendAsync(Batches.Of(3, [100]));
        var ack = (await producer.UntilAckAsync(3))[^1].Ack;
        Assert.Equal("111", (await bench.GetAsync("kpis/revenue", ack.Token)).Figures.Value.Decimal);
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public async Task A_sequence_that_none_can_be_is_refused(long acknowledged)
    {
        var bench = await clusters.OpenAsync(1);
        var failure = await Assert.ThrowsAsync<RpcException>(() => bench.ProduceAsync(acknowledged: acknowledged));
        Assert.Equal(["open.acknowledged_sequence"], Fault.Fields(failure));
    }

    [Fact]
    public async Task The_last_sequences_of_all_are_used_up_and_then_no_more_are_taken()
    {
        const long Last = ReadingRules.MaxSequence;
        var bench = await clusters.OpenAsync(1);
        var workspace = bench.Workspace["workspaces/".Length..];
        var row = await bench.Cluster.Store.OpenProducerAsync(workspace, "old", default);
        bench.Cluster.Store.RecordProgress(row.Number, row.Epoch, Last - 3);

        using (var producer = await bench.ProduceAsync("old"))
        {
            Assert.Equal(Last - 3, producer.Opened.LastSequence);
            await producer.SendAsync(Batches.Of(Last - 2, [1, 10]));
            await producer.SendAsync(Batches.Of(Last - 1, [10, 100]));
            await producer.SendAsync(Batches.Of(Last, [100]));
            await producer.UntilAckAsync(Last);
            await producer.SendAsync(Batches.Of(long.MaxValue, [1000]));
            Assert.Equal(["batch.first_sequence"], Fault.Fields(await producer.FailureAsync()));
        }

        using var again = await bench.ProduceAsync("old", acknowledged: Last);
        Assert.Equal(Last, again.Opened.LastSequence);
        Assert.Empty(again.Opened.Rejections);
        await again.SendAsync(Batches.Of(Last - 1, [10, 100]));
        var ack = (await again.UntilAckAsync(Last))[^1].Ack;
        Assert.Equal("111", (await bench.GetAsync("kpis/revenue", ack.Token)).Figures.Value.Decimal);
        var corrected = await bench.Readings.CorrectReadingAsync(
            new CorrectReadingRequest { Parent = bench.Workspace, Producer = "old", Sequence = Last, Value = 200 });
        Assert.Equal("211", (await bench.GetAsync("kpis/revenue", corrected.Token)).Figures.Value.Decimal);
        var none = new CorrectReadingRequest { Parent = bench.Workspace, Producer = "old", Sequence = long.MaxValue, Value = 200 };
        var unknown = await Fault.OfAsync(async () => await bench.Readings.CorrectReadingAsync(none));
        Assert.Equal(new Fault(StatusCode.NotFound, "UNKNOWN_READING"), unknown);
    }

    [Theory]
    [InlineData(0L, 1)]
    [InlineData(-1L, 1)]
    [InlineData(long.MinValue, 1)]
    [InlineData(long.MaxValue, 1)]
    [InlineData(long.MaxValue - 1, 2)]
    public async Task A_batch_whose_sequences_are_none_is_refused(long first, int count)
    {
        var bench = await clusters.OpenAsync(1);
        using var producer = await bench.ProduceAsync();
        await producer.SendAsync(Batches.Of(first, [.. Enumerable.Repeat(1.0, count)]));
        Assert.Equal(["batch.first_sequence"], Fault.Fields(await producer.FailureAsync()));
    }

    [Fact]
    public async Task The_greatest_sequence_of_all_is_a_gap_like_any_other()
    {
        var bench = await clusters.OpenAsync(1);
        using var producer = await bench.ProduceAsync();
        await producer.SendAsync(Batches.Of(ReadingRules.MaxSequence, [1]));
        var gap = (await producer.NextAsync()).Gap;
        Assert.Equal((1L, ReadingRules.MaxSequence), (gap.ExpectedSequence, gap.ReceivedSequence));
    }

    [Fact]
    public async Task A_name_of_a_goal_with_control_characters_is_echoed_escaped()
    {
        var bench = await clusters.OpenAsync(1);
        using var producer = await bench.ProduceAsync();
        await producer.SendAsync(Batches.Of(1, [1], "kpis/\u001b]0;x\u0007"));
        Assert.EndsWith("(kpis/\\u001b]0;x\\u0007)", (await producer.NextAsync()).HandleRejection.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_name_of_a_goal_is_not_echoed_whole()
    {
        var bench = await clusters.OpenAsync(1);
        using var producer = await bench.ProduceAsync();
        await producer.SendAsync(Batches.Of(1, [1], "kpis/" + new string('x', 500_000)));
        var rejection = (await producer.NextAsync()).HandleRejection;
        Assert.Equal("UNKNOWN_GOAL", rejection.Reason);
        Assert.InRange(rejection.Message.Length, 50, 250);
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await bench.Readings.CorrectReadingAsync(new CorrectReadingRequest
        {
            Parent = bench.Workspace, Producer = "p", Sequence = 1, Value = 1, Goal = "kpis/" + new string('x', 500_000),
        }));
        Assert.InRange(failure.Status.Detail.Length, 50, 250);
    }
}
