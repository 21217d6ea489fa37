using Grpc.Core;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Readings;

[Collection(ClusterTests.Name)]
public sealed class StreamTests(Clusters clusters)
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Acknowledged_readings_count_all_the_way_up(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        using var producer = await bench.ProduceAsync();
        Assert.Equal((1, 0), (producer.Opened.Epoch, producer.Opened.LastSequence));

        await producer.SendAsync(Batches.Of(1, [10, 20, 30]));
        var ack = Assert.Single(await producer.UntilAckAsync(3)).Ack;

        Assert.Equal("60", (await bench.GetAsync("kpis/revenue", ack.Token)).Figures.Value.Decimal);
        Assert.Equal("0.3", (await bench.GetAsync("objectives/grow", ack.Token)).Figures.Score.Decimal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task What_is_sent_again_is_acknowledged_and_counts_once(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        using (var first = await bench.ProduceAsync())
        {
            await first.SendAsync(Batches.Of(1, [1, 2]));
            await first.UntilAckAsync(2);
            await first.SendAsync(Batches.Of(1, [1, 2]));
            await first.UntilAckAsync(2);
        }

        using var second = await bench.ProduceAsync();
        Assert.Equal(2, second.Opened.Epoch);
        await second.SendAsync(Batches.Of(1, [1, 2, 4]));
        var ack = (await second.UntilAckAsync(3))[^1].Ack;

        Assert.Equal("7", (await bench.GetAsync("kpis/revenue", ack.Token)).Figures.Value.Decimal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_producer_that_knows_of_more_acknowledgements_than_the_store_is_refused(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        Assert.Equal(
            new Fault(StatusCode.FailedPrecondition, "STORE_ROLLED_BACK"), await Fault.OfAsync(() => bench.ProduceAsync(acknowledged: 41)));

        using var producer = await bench.ProduceAsync();
        await producer.SendAsync(Batches.Of(1, [8]));
        var ack = Assert.Single(await producer.UntilAckAsync(1)).Ack;

        Assert.Equal("8", (await bench.GetAsync("kpis/revenue", ack.Token)).Figures.Value.Decimal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_batch_behind_a_gap_is_dropped_and_the_stream_lives_on(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        using var producer = await bench.ProduceAsync();

        await producer.SendAsync(Batches.Of(5, [1000]));
        var gap = (await producer.NextAsync()).Gap;
        await producer.SendAsync(Batches.Of(1, [5]));
        var ack = Assert.Single(await producer.UntilAckAsync(1)).Ack;

        Assert.Equal((1, 5), (gap.ExpectedSequence, gap.ReceivedSequence));
        Assert.Equal("5", (await bench.GetAsync("kpis/revenue", ack.Token)).Figures.Value.Decimal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Bad_readings_are_rejected_and_the_others_count(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        using var producer = await bench.ProduceAsync();
        var batch = Batches.Of(1, [1, double.NaN, double.NegativeInfinity, 1.1e15, 2, 3]);
        batch.Handles[4] = 99;
        batch.TimeOffsetsMillis.Add([0, 0, 0, 0, 0, int.MaxValue]);
        batch.BaseTimeMillis = 253_402_300_799_000;

        await producer.SendAsync(batch);
        var responses = await producer.UntilAckAsync(6);

        Assert.Equal(
            [
                (2L, 3L, "VALUE_OUT_OF_RANGE"),
                (5L, 1L, "UNKNOWN_HANDLE"),
                (6L, 1L, "TIME_OUT_OF_RANGE"),
            ],
            Rejections(responses));
    }

    [Fact]
    public async Task Consecutive_rejections_for_one_reason_are_one_message_also_over_handles_and_between_good_readings()
    {
        var bench = await clusters.OpenAsync(1);
        using var producer = await bench.ProduceAsync();
        var batch = Batches.Of(1, [.. Enumerable.Repeat(double.NaN, 5_000), 1, double.NaN, double.NaN]);
        batch.Define.Add(new HandleDefinition { Handle = 8, Goal = "kpis/nowhere" });
        batch.Handles.Add([8, 8]);
        batch.Values.Add([1, 2]);

        await producer.SendAsync(batch);
        var first = await producer.UntilAckAsync(5_005);
        await producer.SendAsync(Batches.Of(5_006, [double.NaN, double.NaN]));
        var second = await producer.UntilAckAsync(5_007);

        Assert.Equal(
            [(1, 5_000, "VALUE_OUT_OF_RANGE"), (5_002, 2, "VALUE_OUT_OF_RANGE"), (5_004, 2, "UNKNOWN_GOAL")], Rejections(first));
        Assert.Equal([(5_006, 2, "VALUE_OUT_OF_RANGE")], Rejections(second));
        Assert.Equal("1", (await bench.GetAsync("kpis/revenue", second[^1].Ack.Token)).Figures.Value.Decimal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_handle_for_no_goal_that_takes_readings_is_rejected_with_its_readings(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        using var producer = await bench.ProduceAsync();
        var batch = Batches.Of(1, [1, 2, 3]);
        batch.Define.Add(new HandleDefinition { Handle = 8, Goal = "kpis/nowhere" });
        batch.Define.Add(new HandleDefinition { Handle = 9, Goal = "kpis/per-visit" });
        batch.Handles[1] = 8;
        batch.Handles[2] = 9;

        await producer.SendAsync(batch);
        var responses = await producer.UntilAckAsync(3);

        Assert.Equal(
            [(8u, "UNKNOWN_GOAL"), (9u, "TAKES_NO_READINGS")],
            responses.Where(one => one.HandleRejection is not null).Select(one => (one.HandleRejection.Handle, one.HandleRejection.Reason)));
        Assert.Equal(
            [(2L, "UNKNOWN_GOAL"), (3L, "TAKES_NO_READINGS")],
            responses.Where(one => one.Rejection is not null).Select(one => (one.Rejection.Sequence, one.Rejection.Reason)));
        Assert.Equal("1", (await bench.GetAsync("kpis/revenue", responses[^1].Ack.Token)).Figures.Value.Decimal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_second_stream_of_a_producer_fences_the_first(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        using var first = await bench.ProduceAsync();
        using var second = await bench.ProduceAsync();

        Assert.Equal(new Fault(StatusCode.Aborted, "PRODUCER_FENCED"), Fault.Of(await first.FailureAsync()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Columns_of_unequal_length_end_the_stream_after_the_answers_to_what_came_before(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        using var producer = await bench.ProduceAsync();
        var unequal = Batches.Of(2, [2]);
        unequal.Values.Add(3);

        await producer.SendAsync(Batches.Of(1, [1]));
        await producer.SendAsync(unequal);

        await producer.UntilAckAsync(1);
        var failure = await producer.FailureAsync();
        Assert.Equal(new Fault(StatusCode.InvalidArgument, "UNEQUAL_COLUMNS"), Fault.Of(failure));
        Assert.Equal(["batch"], Fault.Fields(failure));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Completing_the_stream_ends_it_once_everything_is_acknowledged(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        using var producer = await bench.ProduceAsync();

        await producer.SendAsync(Batches.Of(1, [1]));
        await producer.CompleteAsync();

        await producer.UntilAckAsync(1);
        await Assert.ThrowsAsync<InvalidOperationException>(producer.NextAsync);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_stream_that_is_not_opened_is_refused(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        using var call = bench.Readings.StreamReadings();
        await call.RequestStream.WriteAsync(new StreamReadingsRequest { Batch = Batches.Of(1, [1]) });

        var fault = await Fault.OfAsync(() => call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal(new Fault(StatusCode.FailedPrecondition, "STREAM_ORDER"), fault);
    }

    [Theory]
    [InlineData("workspaces/nowhere", "p", StatusCode.NotFound, "UNKNOWN_WORKSPACE")]
    [InlineData("nowhere", "p", StatusCode.InvalidArgument, "BAD_REQUEST")]
    [InlineData("workspaces/nowhere", "", StatusCode.InvalidArgument, "BAD_REQUEST")]
    public async Task A_faulty_opening_is_refused(string workspace, string producer, StatusCode code, string reason)
    {
        var bench = await clusters.OpenAsync(1);
        using var call = bench.Readings.StreamReadings();
        await call.RequestStream.WriteAsync(
            new StreamReadingsRequest { Open = new StreamOpen { Workspace = workspace, Producer = producer } });

        Assert.Equal(new Fault(code, reason), await Fault.OfAsync(() => call.ResponseStream.MoveNext(CancellationToken.None)));
    }

    private static IEnumerable<(long First, long Count, string Reason)> Rejections(IEnumerable<StreamReadingsResponse> responses) =>
        responses.Where(one => one.Rejection is not null)
            .Select(one => (one.Rejection.Sequence, one.Rejection.Count, one.Rejection.Reason));
}
