using OkrGrains.Grains.Readings;

namespace OkrGrains.Grains.Tests.Readings;

public sealed class ProducerOffsetsTests
{
    [Fact]
    public void Marks_are_read_back_as_written()
    {
        var marks = ProducerOffsets.None.With(new ProducerOffset(1, 2, 3)).With(new ProducerOffset(4, 5, long.MaxValue)).With(new ProducerOffset(1, 2, 9));
        var bytes = new byte[marks.ByteCount + 7];
        marks.Write(bytes);
        var read = ProducerOffsets.Read(bytes);
        Assert.Equal(marks.ByteCount, read.ByteCount);
        Assert.Equal(new ProducerOffset(1, 2, 9), read[1]);
        Assert.Equal(new ProducerOffset(4, 5, long.MaxValue), read[4]);
        Assert.Null(read[2]);
    }

    [Fact]
    public void Producers_that_take_turns_keep_one_mark_each()
    {
        var two = ProducerOffsets.None.With(new ProducerOffset(1, 1, 1)).With(new ProducerOffset(2, 1, 1));
        Assert.Equal(two.ByteCount, two.With(new ProducerOffset(1, 1, 2)).With(new ProducerOffset(2, 1, 2)).ByteCount);
    }

    [Fact]
    public void The_producers_that_were_silent_for_longest_are_forgotten_but_not_that_they_may_have_been_here()
    {
        var marks = Enumerable.Range(1, ProducerOffsets.Limit).Aggregate(
            ProducerOffsets.None, (some, producer) => some.With(new ProducerOffset(producer, 1, 1)));
        marks = marks.With(new ProducerOffset(1, 1, 2)).With(new ProducerOffset(900, 1, 1));
        Assert.NotNull(marks[2]);

        marks = Reread(marks.Trimmed());
        Assert.NotNull(marks[1]);
        Assert.Null(marks[2]);
        Assert.NotNull(marks[3]);
        Assert.NotNull(marks[900]);
        Assert.True(marks.MayHaveForgotten(2));
        Assert.False(marks.MayHaveForgotten(3));
        Assert.False(marks.MayHaveForgotten(800));
        Assert.False(marks.MayHaveForgotten(901));
        Assert.Equal(marks.ByteCount, marks.With(new ProducerOffset(2, 1, 1)).Trimmed().ByteCount);
    }

    private static ProducerOffsets Reread(ProducerOffsets marks)
    {
        var bytes = new byte[marks.ByteCount];
        marks.Write(bytes);
        return ProducerOffsets.Read(bytes);
    }
}
