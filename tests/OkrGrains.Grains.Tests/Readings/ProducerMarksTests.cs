using OkrGrains.Grains.Readings;

namespace OkrGrains.Grains.Tests.Readings;

public sealed class ProducerMarksTests
{
    [Fact]
    public void Marks_are_read_back_as_written()
    {
        var marks = ProducerMarks.None.With(new ProducerMark(1, 2, 3)).With(new ProducerMark(4, 5, long.MaxValue)).With(new ProducerMark(1, 2, 9));
        var bytes = new byte[marks.ByteCount + 7];
        marks.Write(bytes);
        var read = ProducerMarks.Read(bytes);
        Assert.Equal(marks.ByteCount, read.ByteCount);
        Assert.Equal(new ProducerMark(1, 2, 9), read[1]);
        Assert.Equal(new ProducerMark(4, 5, long.MaxValue), read[4]);
        Assert.Null(read[2]);
    }

    [Fact]
    public void Producers_that_take_turns_keep_one_mark_each()
    {
        var two = ProducerMarks.None.With(new ProducerMark(1, 1, 1)).With(new ProducerMark(2, 1, 1));
        Assert.Equal(two.ByteCount, two.With(new ProducerMark(1, 1, 2)).With(new ProducerMark(2, 1, 2)).ByteCount);
    }

    [Fact]
    public void The_producers_that_were_silent_for_longest_are_forgotten_but_not_that_they_may_have_been_here()
    {
        var marks = Enumerable.Range(1, ProducerMarks.Limit).Aggregate(
            ProducerMarks.None, (some, producer) => some.With(new ProducerMark(producer, 1, 1)));
        marks = marks.With(new ProducerMark(1, 1, 2)).With(new ProducerMark(900, 1, 1));
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
        Assert.Equal(marks.ByteCount, marks.With(new ProducerMark(2, 1, 1)).Trimmed().ByteCount);
    }

    private static ProducerMarks Reread(ProducerMarks marks)
    {
        var bytes = new byte[marks.ByteCount];
        marks.Write(bytes);
        return ProducerMarks.Read(bytes);
    }
}
