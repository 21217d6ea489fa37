using OkrGrains.Grains.Readings;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Producers;

namespace OkrGrains.Grains.Tests.Readings;

public sealed class FreshReadingsTests
{
    private static readonly Instant T = Instant.Parse("2026-01-01T00:00:00Z");

    [Fact]
    public void Only_sequences_above_the_last_one_held_are_fresh()
    {
        var held = ProducerMarks.None.With(new(1, 1, 5));
        var fresh = FreshReadings.Of([Of(1, 1, 4), Of(1, 1, 5), Of(1, 1, 6), Of(2, 1, 1), Of(1, 1, 6), Of(1, 2, 9)], held, []);
        Assert.Equal([(1, 6), (2, 1), (1, 9)], fresh.Stored.Select(reading => (reading.Producer, reading.Sequence)));
        Assert.Equal(new ProducerMark(1, 2, 9), fresh.Producers[1]);
        Assert.Empty(fresh.Fenced);
    }

    [Fact]
    public void An_older_epoch_is_fenced_and_the_newer_one_named_once()
    {
        var held = ProducerMarks.None.With(new(1, 3, 5));
        var fresh = FreshReadings.Of([Of(1, 2, 6), Of(1, 2, 7), Of(1, 3, 8)], held, []);
        Assert.Equal([(1, 8)], fresh.Stored.Select(reading => (reading.Producer, reading.Sequence)));
        Assert.Equal(new ProducerEpoch(1, 3), Assert.Single(fresh.Fenced));
    }

    [Fact]
    public void An_epoch_that_the_store_has_told_of_fences_as_one_that_the_goal_has_seen()
    {
        var fresh = FreshReadings.Of([Of(1, 1, 1), Of(2, 1, 1), Of(1, 2, 1)], ProducerMarks.None, [new(1, 2)]);
        Assert.Equal([new ProducerEpoch(2, 1), new ProducerEpoch(1, 2)], fresh.Streams.AsEnumerable());
        Assert.Equal([(2, 1), (1, 1)], fresh.Stored.Select(reading => (reading.Producer, reading.Sequence)));
        Assert.Equal(new ProducerEpoch(1, 2), Assert.Single(fresh.Fenced));
    }

    [Fact]
    public void A_call_of_many_producers_forgets_none_of_them_before_its_end()
    {
        var held = Enumerable.Range(1, ProducerMarks.Limit).Aggregate(ProducerMarks.None, (some, producer) => some.With(new(producer, 1, 5)));
        var fresh = FreshReadings.Of([Of(1000, 1, 1), Of(1001, 1, 1), Of(1, 1, 5), Of(2, 1, 6)], held, []);
        Assert.Equal([(1000, 1), (1001, 1), (2, 6)], fresh.Stored.Select(reading => (reading.Producer, reading.Sequence)));
        Assert.Equal(held.ByteCount, fresh.Producers.ByteCount);
        Assert.True(fresh.Producers.MayHaveForgotten(1));
    }

    [Fact]
    public void Values_are_measured_in_the_order_in_which_they_are_stored()
    {
        var fresh = FreshReadings.Of([Of(1, 1, 1, 0.1), Of(1, 1, 2, 29)], ProducerMarks.None, []);
        Assert.Equal(["0.1", "29"], fresh.Measured.Select(reading => reading.Value.ToString()));
    }

    private static SentReading Of(long producer, long epoch, long sequence, double value = 1) => new(T, value, producer, epoch, sequence);
}
