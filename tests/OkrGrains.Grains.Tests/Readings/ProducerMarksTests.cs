using OkrGrains.Grains.Readings;

namespace OkrGrains.Grains.Tests.Readings;

public sealed class ProducerMarksTests
{
    [Fact]
    public void Marks_are_read_back_as_written()
    {
        var marks = ProducerMarks.None.With(new(1, 2, 3)).With(new(4, 5, long.MaxValue)).With(new(1, 2, 9));
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
        var two = ProducerMarks.None.With(new(1, 1, 1)).With(new(2, 1, 1));
        Assert.Equal(two.ByteCount, two.With(new(1, 1, 2)).With(new(2, 1, 2)).ByteCount);
    }

    [Fact]
    public void The_producer_that_was_silent_for_longest_is_forgotten_first()
    {
        var marks = Enumerable.Range(1, ProducerMarks.Limit).Aggregate(
            ProducerMarks.None, (some, producer) => some.With(new(producer, 1, 1)));
        marks = marks.With(new(1, 1, 2)).With(new(ProducerMarks.Limit + 1, 1, 1));
        Assert.NotNull(marks[1]);
        Assert.Null(marks[2]);
        Assert.NotNull(marks[3]);
        Assert.NotNull(marks[ProducerMarks.Limit + 1]);
    }
}
