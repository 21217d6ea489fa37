using OkrGrains.Client.Tests.Fakes;

namespace OkrGrains.Client.Tests.Readings;

public sealed class BatchTests
{
    [Fact]
    public async Task A_full_batch_leaves_at_once_with_its_handles_defined()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 1);
        await fixture.WriteAsync(2, 3, "keyResults/b");
        var call = await fixture.OpenAsync();
        var batch = await ProducerFixture.BatchAsync(call);
        Assert.Equal(1, batch.FirstSequence);
        Assert.Equal([(0u, "kpis/a"), (1u, "keyResults/b")], batch.Define.Select(define => (define.Handle, define.Goal)));
        Assert.Equal([0u, 0u, 1u, 1u], batch.Handles);
        Assert.Equal([0d, 1d, 2d, 3d], batch.Values);
        Assert.Equal(ProducerFixture.Start.ToUnixTimeMilliseconds(), batch.BaseTimeMillis);
        Assert.Equal([0, 1000, 2000, 3000], batch.TimeOffsetsMillis);
    }

    [Fact]
    public async Task A_part_of_a_batch_waits_for_the_batch_delay()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 2);
        var call = await fixture.OpenAsync();
        await fixture.Time.TimerDueInAsync(ProducerFixture.BatchDelay);
        Assert.False(call.Requests.TryRead(out _));
        fixture.Time.Advance(ProducerFixture.BatchDelay);
        Assert.Equal(3, (await ProducerFixture.BatchAsync(call)).Values.Count);
    }

    [Fact]
    public async Task Completing_sends_what_is_left_without_delay_and_gives_the_last_token()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 4);
        var completing = fixture.Producer.CompleteAsync();
        var call = await fixture.OpenAsync();
        Assert.Equal(4, (await ProducerFixture.BatchAsync(call)).Values.Count);
        Assert.Equal(5, (await ProducerFixture.BatchAsync(call)).FirstSequence);
        ProducerFixture.Ack(call, 4, "first");
        Assert.False(completing.IsCompleted);
        ProducerFixture.Ack(call, 5, "last");
        await call.EndOfRequestsAsync();
        call.End();
        Assert.Equal("last", await completing.WaitAsync(FakeStream.Patience));
    }

    [Fact]
    public async Task A_handle_is_defined_once_in_a_stream()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 7);
        var call = await fixture.OpenAsync();
        Assert.Single((await ProducerFixture.BatchAsync(call)).Define);
        Assert.Empty((await ProducerFixture.BatchAsync(call)).Define);
    }

    [Fact]
    public async Task Readings_at_one_time_need_no_offsets()
    {
        await using var fixture = new ProducerFixture();
        for (var i = 0; i < 4; i++)
        {
            await fixture.Producer.WriteAsync("kpis/a", ProducerFixture.Start, i);
        }

        var batch = await ProducerFixture.BatchAsync(await fixture.OpenAsync());
        Assert.Equal(4, batch.Values.Count);
        Assert.Empty(batch.TimeOffsetsMillis);
    }

    [Theory]
    [InlineData(int.MaxValue, 4)]
    [InlineData(int.MaxValue + 1L, 1)]
    [InlineData(int.MinValue, 4)]
    [InlineData(int.MinValue - 1L, 1)]
    public async Task A_time_that_no_offset_can_say_begins_a_new_batch(long offset, int firstBatch)
    {
        await using var fixture = new ProducerFixture();
        await fixture.Producer.WriteAsync("kpis/a", ProducerFixture.Start, 0);
        for (var i = 1; i < 4; i++)
        {
            await fixture.Producer.WriteAsync("kpis/a", ProducerFixture.Start.AddMilliseconds(offset), i);
        }

        var batch = await ProducerFixture.BatchAsync(await fixture.OpenAsync());
        Assert.Equal(firstBatch, batch.Values.Count);
    }

    [Fact]
    public async Task No_more_than_the_window_is_sent_before_an_acknowledgement()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 9);
        var call = await fixture.OpenAsync(window: 6);
        Assert.Equal(1, (await ProducerFixture.BatchAsync(call)).FirstSequence);
        // The first batch takes 4 of the window of 6, so a second batch of 4 does not fit.
        ProducerFixture.Ack(call, 1);
        ProducerFixture.Ack(call, 2);
        Assert.Equal(5, (await ProducerFixture.BatchAsync(call)).FirstSequence);
        Assert.Equal(2, fixture.Producer.Counts.Acknowledged);
    }

    [Fact]
    public async Task The_servers_batch_limit_holds()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 3);
        var call = await fixture.OpenAsync(maxBatch: 2);
        Assert.Equal(2, (await ProducerFixture.BatchAsync(call)).Values.Count);
        Assert.Equal(2, (await ProducerFixture.BatchAsync(call)).Values.Count);
    }

    [Fact]
    public async Task Writing_waits_while_as_many_readings_are_unacknowledged_as_may_be()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 15);
        var seventeenth = fixture.Producer.WriteAsync("kpis/a", ProducerFixture.Start, 16).AsTask();
        var call = await fixture.OpenAsync();
        for (var i = 0; i < 4; i++)
        {
            await ProducerFixture.BatchAsync(call);
        }

        Assert.False(seventeenth.IsCompleted);
        ProducerFixture.Ack(call, 1);
        await seventeenth.WaitAsync(FakeStream.Patience);
    }

    [Fact]
    public async Task Nothing_written_needs_no_server()
    {
        await using var fixture = new ProducerFixture();
        Assert.Equal("", await fixture.Producer.CompleteAsync().WaitAsync(FakeStream.Patience));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await fixture.WriteAsync(0, 0));
    }
}
