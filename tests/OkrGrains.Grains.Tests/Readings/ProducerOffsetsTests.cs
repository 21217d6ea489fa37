using OkrGrains.Grains.Readings;

namespace OkrGrains.Grains.Tests.Readings;

public sealed class ProducerOffsetsTests
{
    [Fact]
    public void Offsets_are_read_back_as_written()
    {
        var offsets = ProducerOffsets.None
            .With(new ProducerOffset(1, 2, 3)).With(new ProducerOffset(4, 5, long.MaxValue)).With(new ProducerOffset(1, 2, 9));
        var bytes = new byte[offsets.MostBytes + 7];
        ReadOnlySpan<byte> rest = bytes;
        var written = offsets.Write(bytes);
        var read = ProducerOffsets.Read(ref rest);
        Assert.Equal(bytes.Length - written, rest.Length);
        Assert.Equal(new ProducerOffset(1, 2, 9), read[1]);
        Assert.Equal(new ProducerOffset(4, 5, long.MaxValue), read[4]);
        Assert.Null(read[2]);
    }

    [Fact]
    public void Any_numbers_are_read_back_as_written()
    {
        long[] numbers = [0, 1, 127, 128, 16_383, 16_384, int.MaxValue, 1L << 56, long.MaxValue, -1, long.MinValue];
        var offsets = numbers.Aggregate(ProducerOffsets.None, (some, number) => some.With(new ProducerOffset(number, number, number)));
        var read = Reread(offsets);
        Assert.Equal(offsets.All.ToArray(), read.All.ToArray());
    }

    [Fact]
    public void Offsets_of_builds_before_they_were_packed_are_read()
    {
        // Two offsets, last dropped 7, then producer 1, epoch 2, sequence 300, and producer 4, epoch 5, sequence 2^63 - 1.
        var bytes = Convert.FromHexString(
            "02000000" + "0700000000000000"
            + "0100000000000000" + "0200000000000000" + "2C01000000000000"
            + "0400000000000000" + "0500000000000000" + "FFFFFFFFFFFFFF7F" + "AA");
        ReadOnlySpan<byte> rest = bytes;
        var read = ProducerOffsets.Read(ref rest);
        Assert.Equal([new ProducerOffset(1, 2, 300), new ProducerOffset(4, 5, long.MaxValue)], read.All.ToArray());
        Assert.Equal(7, read.LastDropped);
        Assert.Equal(0xAA, rest[0]);
    }

    [Fact]
    public void Producers_that_alternate_keep_one_offset_each()
    {
        var two = ProducerOffsets.None.With(new ProducerOffset(1, 1, 1)).With(new ProducerOffset(2, 1, 1));
        Assert.Equal(2, two.With(new ProducerOffset(1, 1, 2)).With(new ProducerOffset(2, 1, 2)).All.Length);
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
        Assert.Equal(offsets.All.Length, offsets.With(new ProducerOffset(2, 1, 1)).Trimmed().All.Length);
    }

    private static ProducerOffsets Reread(ProducerOffsets offsets)
    {
        var bytes = new byte[offsets.MostBytes];
        offsets.Write(bytes);
        return ProducerOffsets.Read(bytes);
    }
}
