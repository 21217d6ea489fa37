using OkrGrains.Client.Readings;
using OkrGrains.Client.Tests.Fakes;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Tests.Readings;

/// <summary>Tests a producer that is started again with the same readings, with more, with fewer, or with others.</summary>
public sealed class CheckpointTests
{
    [Fact]
    public async Task The_same_readings_and_more_go_on()
    {
        var checkpoint = await FormerAsync();
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 9);
        var call = await fixture.OpenAsync(lastSequence: 8, checkpoint: checkpoint);
        var completing = fixture.Producer.CompleteAsync();
        var batch = await ProducerFixture.BatchAsync(call);
        Assert.Equal((9, 32), (batch.FirstSequence, batch.Checkpoint.Length));
        Assert.Equal([8d, 9d], batch.Values);
        ProducerFixture.Ack(call, 10);
        call.End();
        await completing.WaitAsync(FakeStream.Patience);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Readings_that_differ_are_refused_and_nothing_is_sent(bool writtenBefore)
    {
        var checkpoint = await FormerAsync();
        await using var fixture = new ProducerFixture();
        await fixture.Producer.WriteAsync("kpis/a", ProducerFixture.Start, 0);
        await fixture.WriteAsync(1, writtenBefore ? 7 : 5, "kpis/b");
        var call = await fixture.OpenAsync(lastSequence: 8, checkpoint: checkpoint);

        // Writing fails as soon as the difference is noticed, which may be during these writes.
        Assert.True(await Record.ExceptionAsync(() => fixture.WriteAsync(8, 10, "kpis/b")) is null or ReadingsDifferException);
        var different = await Assert.ThrowsAsync<ReadingsDifferException>(() => fixture.Producer.CompleteAsync().WaitAsync(FakeStream.Patience));
        Assert.StartsWith("the first 8 readings", different.Message, StringComparison.Ordinal);
        Assert.False(call.Requests.TryRead(out _));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task Held_readings_that_no_checkpoint_tells_of_are_taken_for_those_that_are_written_only_if_that_is_allowed(
        bool hasCheckpoint, bool isAllowed)
    {
        var checkpoint = hasCheckpoint ? await FormerAsync() : null;
        await using var fixture = new ProducerFixture(options => options with { HeldMustBeProven = !isAllowed });
        await fixture.WriteAsync(0, 11);
        var call = await fixture.OpenAsync(lastSequence: 10, checkpoint: checkpoint);
        var completing = fixture.Producer.CompleteAsync();
        if (isAllowed)
        {
            Assert.Equal(11, (await ProducerFixture.BatchAsync(call)).FirstSequence);
            ProducerFixture.Ack(call, 12);
            call.End();
            await completing.WaitAsync(FakeStream.Patience);
            return;
        }

        var different = await Assert.ThrowsAsync<ReadingsDifferException>(() => completing.WaitAsync(FakeStream.Patience));
        Assert.True(different.MayBeForeign);
        Assert.StartsWith($"the server holds readings {(hasCheckpoint ? 9 : 1)} to 10 of producer", different.Message, StringComparison.Ordinal);
        Assert.False(call.Requests.TryRead(out _));
    }

    [Theory]
    [InlineData(7, true)]
    [InlineData(7, false)]
    [InlineData(4, true)]
    public async Task Fewer_readings_than_are_held_are_refused(int count, bool hasCheckpoint)
    {
        var checkpoint = hasCheckpoint ? await FormerAsync() : null;
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, count - 1);
        var call = await fixture.OpenAsync(lastSequence: 8, checkpoint: checkpoint);

        var different = await Assert.ThrowsAsync<ReadingsDifferException>(() => fixture.Producer.CompleteAsync().WaitAsync(FakeStream.Patience));
        Assert.StartsWith($"there are {count} readings", different.Message, StringComparison.Ordinal);
        Assert.False(call.Requests.TryRead(out _));
    }

    [Fact]
    public async Task A_server_that_keeps_no_checkpoint_is_trusted()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 8, "kpis/other");
        var completing = fixture.Producer.CompleteAsync();
        var call = await fixture.OpenAsync(lastSequence: 8);
        Assert.Equal(9, (await ProducerFixture.BatchAsync(call)).FirstSequence);
        ProducerFixture.Ack(call, 9);
        call.End();
        await completing.WaitAsync(FakeStream.Patience);
    }

    [Fact]
    public async Task A_checkpoint_that_lags_behind_what_is_held_is_compared_where_it_was_taken()
    {
        var checkpoint = await FormerAsync();
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 7);
        await fixture.WriteAsync(8, 11, "kpis/new");
        var completing = fixture.Producer.CompleteAsync();
        var call = await fixture.OpenAsync(lastSequence: 10, checkpoint: checkpoint);
        Assert.Equal(11, (await ProducerFixture.BatchAsync(call)).FirstSequence);
        ProducerFixture.Ack(call, 12);
        call.End();
        await completing.WaitAsync(FakeStream.Patience);
    }

    [Fact]
    public async Task Batches_that_are_cut_anew_after_a_broken_stream_have_the_same_checkpoint_at_their_common_end()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 7);
        var first = await fixture.OpenAsync();
        await ProducerFixture.BatchAsync(first);
        var whole = await ProducerFixture.BatchAsync(first);
        ProducerFixture.Lose(first);
        await fixture.Time.TimerDueInAsync(ProducerFixture.FirstDelay);
        fixture.Time.Advance(ProducerFixture.FirstDelay);

        var second = await fixture.OpenAsync(lastSequence: 2);
        var completing = fixture.Producer.CompleteAsync();
        Assert.Empty((await ProducerFixture.BatchAsync(second)).Checkpoint);
        Assert.Equal(whole.Checkpoint, (await ProducerFixture.BatchAsync(second)).Checkpoint);
        Assert.False(completing.IsCompleted);
    }

    /// <summary>Returns the checkpoint of a producer that wrote eight readings in an earlier run.</summary>
    private static async Task<StreamOpened> FormerAsync()
    {
        await using var fixture = new ProducerFixture();
        await fixture.WriteAsync(0, 7);
        var call = await fixture.OpenAsync();
        await ProducerFixture.BatchAsync(call);
        return new StreamOpened { Checkpoint = (await ProducerFixture.BatchAsync(call)).Checkpoint, CheckpointSequence = 8 };
    }
}
