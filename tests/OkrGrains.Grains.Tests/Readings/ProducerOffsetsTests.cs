using OkrGrains.Grains.Readings;

namespace OkrGrains.Grains.Tests.Readings;

public sealed class ProducerOffsetsTests
{
    [Fact]
    public void Offsets_are_read_back_as_written()
    {
        var offsets = ProducerOffsets.None
            .With(new ProducerOffset(1, 2, 3)).With(new ProducerOffset(4, 5, long.MaxValue)).With(new ProducerOffset(1, 2, 9));
        var bytes = new byte[offsets.ByteCount + 7];
        offsets.Write(bytes);
        var read = ProducerOffsets.Read(bytes);
        Assert.Equal(offsets.ByteCount, read.ByteCount);
        Assert.Equal(new ProducerOffset(1, 2, 9), read[1]);
        Assert.Equal(new ProducerOffset(4, 5, long.MaxValue), read[4]);
        Assert.Null(read[2]);
    }

    [Fact]
    public void Producers_that_alternate_keep_one_offset_each()
    {
        var two = ProducerOffsets.None.With(new ProducerOffset(1, 1, 1)).With(new ProducerOffset(2, 1, 1));
        Assert.Equal(two.ByteCount, two.With(new ProducerOffset(1, 1, 2)).With(new ProducerOffset(2, 1, 2)).ByteCount);
    }

    [Fact]
    public void The_producers_that_were_silent_for_longest_are_dropped_but_not_that_they_may_have_been_here()
    {
        var offsets = Enumerable.Range(1, ProducerOffsets.Limit).Aggregate(
            ProducerOffsets.None, (some, producer) => some.With(new ProducerOffset(producer, 1, 1)));
        offsets = offsets.With(new ProducerOffset(1, 1, 2)).With(new ProducerOffset(900, 1, 1));
        Assert.NotNull(offsets[2]);

        offsets = Reread(offsets.Trimmed());
        Assert.NotNull(offsets[1]);
        Assert.Null(offsets[2]);
        Assert.NotNull(offsets[3]);
        Assert.NotNull(offsets[900]);
        Assert.True(offsets.MayHaveDropped(2));
        Assert.False(offsets.MayHaveDropped(3));
        Assert.False(offsets.MayHaveDropped(800));
        Assert.False(offsets.MayHaveDropped(901));
        Assert.Equal(offsets.ByteCount, offsets.With(new ProducerOffset(2, 1, 1)).Trimmed().ByteCount);
    }

    private static ProducerOffsets Reread(ProducerOffsets offsets)
    {
        var bytes = new byte[offsets.ByteCount];
        offsets.Write(bytes);
        return ProducerOffsets.Read(bytes);
    }
}
