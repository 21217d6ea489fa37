using Grpc.Core;
using OkrGrains.Client.Readings;
using OkrGrains.Client.Tests.Fakes;
using AckLevel = OkrGrains.Contracts.V1.AckLevel;

namespace OkrGrains.Client.Tests.Readings;

public sealed class ResumeTests
{
    [Fact]
    public async Task After_a_broken_stream_it_sends_again_what_the_server_does_not_hold()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 7);
        var first = await fixture.OpenAsync();
        await ProducerFixture.BatchAsync(first);
        await ProducerFixture.BatchAsync(first);
        ProducerFixture.Ack(first, 2);
        ProducerFixture.Lose(first);
        await fixture.Time.TimerDueInAsync(ProducerFixture.FirstDelay);
        fixture.Time.Advance(ProducerFixture.FirstDelay);

        // The server made 5 readings durable before it broke off, but had acknowledged only 2.
        var second = await fixture.OpenAsync(lastSequence: 5, acknowledged: 2);
        fixture.Time.Advance(ProducerFixture.BatchDelay);
        var batch = await ProducerFixture.BatchAsync(second);
        Assert.Equal(6, batch.FirstSequence);
        Assert.Equal([5d, 6d, 7d], batch.Values);
        Assert.Equal("kpis/a", Assert.Single(batch.Define).Goal);
        Assert.Equal([(1, "gone")], fixture.Interruptions.Select(interruption => (interruption.Attempt, interruption.Message)));
    }

    [Fact]
    public async Task What_was_only_applied_is_sent_again_and_completing_waits_until_it_is_durable()
    {
        await using var fixture = new ProducerFixture(options => options with { AckLevel = AckLevel.Applied });
        await fixture.WriteAsync(0, 7);
        var completing = fixture.Producer.CompleteAsync();
        var first = await fixture.OpenAsync(level: AckLevel.Applied);
        await ProducerFixture.BatchAsync(first);
        await ProducerFixture.BatchAsync(first);
        ProducerFixture.Applied(first, 8, 2);
        ProducerFixture.Lose(first);
        await PassAsync(fixture, 100);

        var second = await fixture.OpenAsync(lastSequence: 2, acknowledged: 2, level: AckLevel.Applied);
        Assert.Equal([2d, 3d, 4d, 5d], (await ProducerFixture.BatchAsync(second)).Values);
        Assert.Equal([6d, 7d], (await ProducerFixture.BatchAsync(second)).Values);
        ProducerFixture.Applied(second, 8, 5, "part");
        Assert.False(completing.IsCompleted);
        ProducerFixture.Applied(second, 8, 8, "all");
        second.End();
        Assert.Equal("all", await completing.WaitAsync(FakeStream.Patience));
        Assert.Equal((8, 8), (fixture.Producer.Counts.Applied, fixture.Producer.Counts.Acknowledged));
    }

    [Fact]
    public async Task Each_stream_that_is_opened_is_checked_before_anything_is_sent_on_it_and_a_failed_check_ends_the_producer()
    {
        var checks = 0;
        await using var fixture = new ProducerFixture(options => options with
        {
            Opened = _ => ++checks < 2 ? Task.CompletedTask : throw new InvalidOperationException("lost"),
        });
        await fixture.WriteAsync(0, 3);
        var first = await fixture.OpenAsync();
        Assert.Equal([0d, 1d, 2d, 3d], (await ProducerFixture.BatchAsync(first)).Values);
        Assert.Equal(1, checks);
        ProducerFixture.Lose(first);
        await fixture.Time.TimerDueInAsync(ProducerFixture.FirstDelay);
        fixture.Time.Advance(ProducerFixture.FirstDelay);
        await fixture.OpenAsync();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.Producer.CompleteAsync().WaitAsync(FakeStream.Patience));
        Assert.Equal(("lost", 2), (failure.Message, checks));
    }

    [Fact]
    public async Task A_stream_that_the_server_ends_is_opened_again()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 3);
        var first = await fixture.OpenAsync();
        await ProducerFixture.BatchAsync(first);
        first.End();
        await fixture.Time.TimerDueInAsync(ProducerFixture.FirstDelay);
        fixture.Time.Advance(ProducerFixture.FirstDelay);
        Assert.Equal(1, (await ProducerFixture.BatchAsync(await fixture.OpenAsync())).FirstSequence);
    }

    [Fact]
    public async Task A_connection_that_dies_in_the_middle_of_a_message_is_made_again()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 3);
        var first = await fixture.OpenAsync();
        await ProducerFixture.BatchAsync(first);

        // The gRPC client does not turn every failure of the transport into a status.
        first.Break(new HttpIOException(HttpRequestError.ResponseEnded, "gone"));
        await fixture.Time.TimerDueInAsync(ProducerFixture.FirstDelay);
        fixture.Time.Advance(ProducerFixture.FirstDelay);
        Assert.Equal(1, (await ProducerFixture.BatchAsync(await fixture.OpenAsync())).FirstSequence);
    }

    [Fact]
    public async Task A_stream_that_the_server_closes_as_idle_is_opened_again_in_silence_once_there_is_a_reading()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 3);
        var first = await fixture.OpenAsync();
        await ProducerFixture.BatchAsync(first);
        ProducerFixture.Ack(first, 4);
        first.Break(ProducerFixture.IdleEnd());
        await fixture.WriteAsync(4, 7);
        var second = await fixture.OpenAsync(lastSequence: 4);
        Assert.Equal(5, (await ProducerFixture.BatchAsync(second)).FirstSequence);
        Assert.Empty(fixture.Interruptions);
    }

    [Fact]
    public async Task A_gap_makes_it_go_on_from_what_the_server_holds()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 3);
        var first = await fixture.OpenAsync();
        await ProducerFixture.BatchAsync(first);
        first.Respond(new() { Gap = new() { ExpectedSequence = 3, ReceivedSequence = 5 } });
        await fixture.Time.TimerDueInAsync(ProducerFixture.FirstDelay);
        fixture.Time.Advance(ProducerFixture.FirstDelay);
        var completing = fixture.Producer.CompleteAsync();
        Assert.Equal(3, (await ProducerFixture.BatchAsync(await fixture.OpenAsync(lastSequence: 2))).FirstSequence);
        Assert.False(completing.IsCompleted);
    }

    [Fact]
    public async Task A_producer_that_writes_the_same_again_goes_on_where_the_former_stopped()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 3);
        var call = await fixture.OpenAsync(lastSequence: 6);
        await fixture.WriteAsync(4, 8);
        var completing = fixture.Producer.CompleteAsync();
        var batch = await ProducerFixture.BatchAsync(call);
        Assert.Equal(7, batch.FirstSequence);
        Assert.Equal([6d, 7d, 8d], batch.Values);
        ProducerFixture.Ack(call, 9, "t");
        call.End();
        Assert.Equal("t", await completing.WaitAsync(FakeStream.Patience));
        Assert.Equal((9, 9, 6), (fixture.Producer.Counts.Written, fixture.Producer.Counts.Acknowledged, fixture.Producer.Counts.AlreadyHeld));
    }

    [Fact]
    public async Task Waits_double_with_each_failure_and_start_over_after_an_acknowledgement()
    {
        await using var fixture = new ProducerFixture();
        fixture.Invoker.Refusals.Enqueue(new Status(StatusCode.Unavailable, "no server"));
        fixture.Invoker.Refusals.Enqueue(new Status(StatusCode.Unavailable, "no server"));
        await fixture.WriteAsync(0, 3);
        await PassAsync(fixture, 100);
        await PassAsync(fixture, 200);
        await fixture.NextCallAsync();
        await fixture.NextCallAsync();
        var call = await fixture.OpenAsync();
        await ProducerFixture.BatchAsync(call);
        ProducerFixture.Ack(call, 1);
        ProducerFixture.Lose(call);
        await PassAsync(fixture, 100);
        await fixture.OpenAsync(lastSequence: 1);
    }

    [Fact]
    public async Task It_gives_up_after_too_long_without_progress()
    {
        await using var fixture = new ProducerFixture(
            options => options with { Retry = options.Retry with { GiveUpAfter = TimeSpan.FromMilliseconds(300) } });
        for (var i = 0; i < 3; i++)
        {
            fixture.Invoker.Refusals.Enqueue(new Status(StatusCode.Unavailable, "no server"));
        }

        await fixture.WriteAsync(0, 0);
        var completing = fixture.Producer.CompleteAsync();
        await PassAsync(fixture, 100);
        await PassAsync(fixture, 200);
        var failure = await Assert.ThrowsAsync<RpcException>(() => completing.WaitAsync(FakeStream.Patience));
        Assert.Equal("no server", failure.Status.Detail);
    }

    [Theory]
    [InlineData(StatusCode.Aborted)]
    [InlineData(StatusCode.NotFound)]
    [InlineData(StatusCode.InvalidArgument)]
    public async Task A_refusal_is_final_for_writers_too(StatusCode code)
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 15);
        var waiting = fixture.Producer.WriteAsync("kpis/a", ProducerFixture.Start, 16).AsTask();
        var call = await fixture.OpenAsync();
        call.Break(new Status(code, "refused"));
        Assert.Equal(code, (await Assert.ThrowsAsync<RpcException>(() => waiting.WaitAsync(FakeStream.Patience))).StatusCode);
        Assert.Equal(code, (await Assert.ThrowsAsync<RpcException>(() => fixture.Producer.CompleteAsync())).StatusCode);
        Assert.Empty(fixture.Interruptions);
    }

    [Fact]
    public async Task A_server_that_has_lost_acknowledged_readings_is_not_written_to()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 3);
        var first = await fixture.OpenAsync();
        await ProducerFixture.BatchAsync(first);
        ProducerFixture.Ack(first, 3);
        ProducerFixture.Lose(first);
        await PassAsync(fixture, 100);
        await fixture.OpenAsync(lastSequence: 0);
        await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.Producer.CompleteAsync().WaitAsync(FakeStream.Patience));
    }

    [Fact]
    public async Task After_a_restore_it_sends_again_what_the_backup_lacked()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 7);
        var first = await fixture.OpenAsync(incarnation: "one", stated: "");
        await ProducerFixture.BatchAsync(first);
        await ProducerFixture.BatchAsync(first);
        ProducerFixture.Ack(first, 8);
        await fixture.UntilAcknowledgedAsync(8);
        await fixture.WriteAsync(8, 8);
        ProducerFixture.Lose(first);
        await PassAsync(fixture, 100);

        var second = await fixture.OpenAsync(lastSequence: 2, acknowledged: 8, incarnation: "two", stated: "one");
        var completing = fixture.Producer.CompleteAsync();
        var batches = new[] { await ProducerFixture.BatchAsync(second), await ProducerFixture.BatchAsync(second) };
        Assert.Equal([3L, 7L], batches.Select(batch => batch.FirstSequence));
        Assert.Equal([2d, 3d, 4d, 5d, 6d, 7d, 8d], batches.SelectMany(batch => batch.Values));
        ProducerFixture.Ack(second, 9, "t");
        second.End();
        Assert.Equal("t", await completing.WaitAsync(FakeStream.Patience));
        Assert.Equal((9, 9), (fixture.Producer.Counts.Written, fixture.Producer.Counts.Acknowledged));
    }

    [Fact]
    public async Task After_a_restore_it_says_which_readings_are_lost_that_it_keeps_no_more()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 15);
        var call = await fixture.OpenAsync(incarnation: "one");
        for (var batch = 0; batch < 4; batch++)
        {
            await ProducerFixture.BatchAsync(call);
        }

        ProducerFixture.Ack(call, 16);
        await fixture.WriteAsync(16, 19);
        ProducerFixture.Lose(call);
        await PassAsync(fixture, 100);

        // The places of the first four of twenty readings were needed for the last four.
        await fixture.OpenAsync(lastSequence: 2, acknowledged: 16, incarnation: "two", stated: "one");
        var lost = await Assert.ThrowsAsync<ReadingsLostException>(() => fixture.Producer.CompleteAsync().WaitAsync(FakeStream.Patience));
        Assert.Equal((3, 4), (lost.First, lost.Last));
        Assert.Contains("restored from a backup: it has lost readings 3 to 4 of producer p", lost.Message, StringComparison.Ordinal);
    }

    private static async Task PassAsync(ProducerFixture fixture, int milliseconds)
    {
        var delay = TimeSpan.FromMilliseconds(milliseconds);
        await fixture.Time.TimerDueInAsync(delay);
        fixture.Time.Advance(delay);
    }
}
