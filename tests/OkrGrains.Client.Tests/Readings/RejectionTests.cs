using OkrGrains.Client.Readings;
using OkrGrains.Client.Tests.Fakes;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Tests.Readings;

public sealed class RejectionTests
{
    [Fact]
    public async Task A_rejected_reading_is_told_with_its_tag_and_goal()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 3);
        var call = await fixture.OpenAsync();
        call.Respond(new() { Rejection = new() { Sequence = 3, Reason = "TIME_OUT_OF_RANGE", Message = "too late" } });
        await EndAsync(fixture, call, 4);
        Assert.Equal([new RejectedReading(3, 3, "kpis/a", "TIME_OUT_OF_RANGE", "too late")], fixture.Rejected);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(long.MaxValue)]
    public async Task Every_reading_of_a_run_of_rejections_is_told_with_its_tag(long count)
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 3);
        var call = await fixture.OpenAsync();
        call.Respond(new() { Rejection = new() { Sequence = 2, Count = count, Reason = "TIME_OUT_OF_RANGE", Message = "too late" } });
        await EndAsync(fixture, call, 4);
        Assert.Equal([(2L, 2L), (3, 3), (4, 4)], fixture.Rejected.Select(rejected => (rejected.Sequence, rejected.Tag)));
        Assert.All(fixture.Rejected, rejected => Assert.Equal(("TIME_OUT_OF_RANGE", "too late"), (rejected.Reason, rejected.Message)));
    }

    [Fact]
    public async Task Every_reading_of_a_rejected_handle_is_told_once()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 1);
        await fixture.WriteAsync(2, 3, "kpis/none");
        var call = await fixture.OpenAsync();
        call.Respond(new() { HandleRejection = new() { Handle = 1, Reason = "UNKNOWN_GOAL", Message = "no such goal" } });
        call.Respond(new() { Rejection = new() { Sequence = 3, Reason = "UNKNOWN_HANDLE", Message = "no such handle" } });
        await EndAsync(fixture, call, 4);
        Assert.Equal(
            [
                new RejectedReading(3, 3, "kpis/none", "UNKNOWN_GOAL", "no such goal"),
                new RejectedReading(4, 4, "kpis/none", "UNKNOWN_GOAL", "no such goal"),
            ],
            fixture.Rejected);
    }

    [Fact]
    public async Task What_the_server_rejected_just_before_the_stream_broke_is_told_when_it_opens_again()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 7);
        var first = await fixture.OpenAsync();
        await ProducerFixture.BatchAsync(first);
        await ProducerFixture.BatchAsync(first);
        first.Respond(new() { Rejection = new() { Sequence = 2, Reason = "VALUE_OUT_OF_RANGE", Message = "too large" } });
        ProducerFixture.Ack(first, 2);
        ProducerFixture.Lose(first);
        await fixture.Time.TimerDueInAsync(ProducerFixture.FirstDelay);
        fixture.Time.Advance(ProducerFixture.FirstDelay);
        var completing = fixture.Producer.CompleteAsync();
        var second = await fixture.OpenAsync(
            lastSequence: 8,
            acknowledged: 2,
            checkpoint: new() { Rejections = { new ReadingRejection { Sequence = 5, Count = 2, Reason = "TIME_OUT_OF_RANGE", Message = "too late" } } });
        second.End();
        await completing.WaitAsync(FakeStream.Patience);
        Assert.Equal(
            [(2L, 2L, "VALUE_OUT_OF_RANGE"), (5, 5, "TIME_OUT_OF_RANGE"), (6, 6, "TIME_OUT_OF_RANGE")],
            fixture.Rejected.Select(rejected => (rejected.Sequence, rejected.Tag, rejected.Reason)));
    }

    [Fact]
    public async Task What_was_rejected_in_a_former_life_is_told_of_readings_written_before_and_after_the_opening()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 3);
        var call = await fixture.OpenAsync(
            lastSequence: 8,
            checkpoint: new()
            {
                Rejections =
                {
                    new ReadingRejection { Sequence = 2, Reason = "VALUE_OUT_OF_RANGE", Message = "too large" },
                    new ReadingRejection { Sequence = 4, Count = 3, Reason = "TIME_OUT_OF_RANGE", Message = "too late" },
                },
                ForgottenRejections = 9,
            });
        await fixture.WriteAsync(4, 7);
        call.End();
        await fixture.Producer.CompleteAsync().WaitAsync(FakeStream.Patience);
        Assert.Equal([0L, 2, 4, 5, 6], fixture.Rejected.Select(rejected => rejected.Tag).Order());
        Assert.Equal("9 more readings were refused before", fixture.Rejected.Single(rejected => rejected.Sequence == 0).Message);
    }

    private static async Task EndAsync(
        ProducerFixture fixture,
        FakeStream<Contracts.V1.StreamReadingsRequest, Contracts.V1.StreamReadingsResponse> call,
        long through)
    {
        await ProducerFixture.BatchAsync(call);
        ProducerFixture.Ack(call, through);
        call.End();
        await fixture.Producer.CompleteAsync().WaitAsync(FakeStream.Patience);
    }
}
