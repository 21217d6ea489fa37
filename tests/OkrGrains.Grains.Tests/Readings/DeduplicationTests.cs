using System.Collections.Immutable;
using OkrGrains.Grains.Readings;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Tests.Readings;

public sealed class DeduplicationTests
{
    private static readonly Instant T = Instant.Parse("2026-01-01T00:00:00Z");

    [Fact]
    public void Only_sequences_above_the_last_one_held_are_new()
    {
        var held = ProducerOffsets.None.With(new ProducerOffset(1, 1, 5));
        var left = Deduplication.Of(Sent([new(1, 2), new(2, 1)], Of(1, 4), Of(1, 5), Of(1, 6), Of(2, 1), Of(1, 6), Of(1, 9)), held, []);
        Assert.Equal([(1, 6), (2, 1), (1, 9)], Names(left));
        Assert.Equal(new ProducerOffset(1, 2, 9), left.Producers[1]);
        Assert.Equal([new ProducerEpoch(1, 2), new ProducerEpoch(2, 1)], left.Streams.AsEnumerable());
        Assert.Empty(left.Fenced);
    }

    [Fact]
    public void A_stream_that_brings_nothing_new_is_not_named()
    {
        var held = ProducerOffsets.None.With(new ProducerOffset(1, 1, 5));
        var left = Deduplication.Of(Sent([new(1, 1), new(2, 1)], Of(1, 5), Of(2, 1)), held, []);
        Assert.Equal(new ProducerEpoch(2, 1), Assert.Single(left.Streams));
        Assert.Equal(new ProducerOffset(1, 1, 5), left.Producers[1]);
    }

    [Fact]
    public void An_older_epoch_is_fenced_and_the_newer_one_named_once()
    {
        var held = ProducerOffsets.None.With(new ProducerOffset(1, 3, 5));
        var left = Deduplication.Of(Sent([new(1, 2), new(2, 1)], Of(1, 6), Of(1, 7), Of(2, 8)), held, []);
        Assert.Equal([(2, 8)], Names(left));
        Assert.Equal(new ProducerEpoch(1, 3), Assert.Single(left.Fenced));
    }

    [Fact]
    public void An_epoch_that_the_store_has_told_of_fences_as_one_that_the_goal_has_seen()
    {
        var sent = Sent([new(1, 1), new(2, 1)], Of(1, 1), Of(2, 1));
        var left = Deduplication.Of(sent, ProducerOffsets.None, [new(1, 2)]);
        Assert.Equal(new ProducerEpoch(2, 1), Assert.Single(left.Streams));
        Assert.Equal([(2, 1)], Names(left));
        Assert.Equal(new ProducerEpoch(1, 2), Assert.Single(left.Fenced));
    }

    [Fact]
    public void A_call_of_many_producers_drops_none_of_them_before_its_end()
    {
        var held = ProducerOffsets.None.With(
            [.. Enumerable.Range(1, ProducerOffsets.Limit).Select(producer => new ProducerOffset(producer, 1, 5))]);
        var sent = Sent([new(1000, 1), new(1001, 1), new(1, 1), new(2, 1)], Of(1000, 1), Of(1001, 1), Of(1, 5), Of(2, 6));
        var left = Deduplication.Of(sent, held, []);
        Assert.Equal([(1000, 1), (1001, 1), (2, 6)], Names(left));
        Assert.Equal(held.All.Length, left.Producers.All.Length);
        Assert.True(left.Producers.MayHaveDropped(1));
    }

    [Fact]
    public void Where_all_are_new_none_is_copied()
    {
        var sent = Sent([new(1, 1)], Of(1, 1), Of(1, 2));
        Assert.True(sent.Readings.Equals(Deduplication.Of(sent, ProducerOffsets.None, []).Stored));
    }

    private static SentReadings Sent(ImmutableArray<ProducerEpoch> streams, params StoredReading[] readings) => new(readings, streams);

    private static StoredReading Of(long producer, long sequence) => new(T, 1, producer, sequence);

    private static IEnumerable<(long, long)> Names(Deduplication left) =>
        left.Stored.ToArray().Select(reading => (reading.Producer, reading.Sequence));
}
