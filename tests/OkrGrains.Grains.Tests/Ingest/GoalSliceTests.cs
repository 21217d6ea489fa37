using OkrGrains.Grains.Ingest;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Tests.Ingest;

public sealed class GoalSliceTests
{
    private static readonly ProducerEpoch One = new(1, 1);
    private static readonly ProducerEpoch Two = new(2, 1);

    [Fact]
    public void Some_streams_of_a_slice_have_their_own_readings()
    {
        var slice = Slice(batchOf: [0, 1, 0]);

        Assert.Equal([1L, 3], slice.Where(stream => stream == One).Readings.ToArray().Select(reading => reading.Sequence));
        Assert.Equal([2L], slice.Where(stream => stream == Two).Readings.ToArray().Select(reading => reading.Sequence));
        Assert.Equal(slice, slice.Where(_ => true));
    }

    [Fact]
    public void Where_no_stream_is_asked_for_no_reading_is_looked_at()
    {
        // No pending batch has this index: looking for the stream of the reading would fail.
        var none = Slice(batchOf: [99, 99, 99]).Where(_ => false);

        Assert.Equal(0, none.Count);
        Assert.Empty(none.Streams);
    }

    private static GoalSlice Slice(int[] batchOf)
    {
        StoredReading[] readings = [.. batchOf.Select((_, index) => new StoredReading(Instant.Earliest, 1, 1, index + 1))];
        PendingBatch[] batches =
        [
            .. new[] { One, Two }.Select(
                from => new PendingBatch(new ReadingBuffer(1, from.Producer, 1), from, new Submission(1, tellsApplied: false))),
        ];
        return new GoalSlice(readings, batchOf, [One, Two], new BatchOutcomes(batches));
    }
}
