using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Tests.Rules;

public sealed class ReviewTests
{
    private static readonly Duration Second = new(1_000);

    [Theory]
    [InlineData(50L, null, null, 1_050L)]
    [InlineData(50L, 60L, null, 1_060L)]
    [InlineData(50L, 40L, null, 1_050L)]
    [InlineData(50L, 60L, 55L, 1_055L)]
    public void Due_one_review_after_the_last_check_in_or_else_the_later_of_definition_and_start(
        long defined, long? start, long? lastCheckIn, long due) =>
        Assert.Equal(new Instant(due), Review.DueAt(Second, new Instant(defined), Of(start), Of(lastCheckIn)));

    [Fact]
    public void Never_due_without_a_review_and_at_the_end_of_time_at_the_latest()
    {
        Assert.Null(Review.DueAt(null, new Instant(1), null, new Instant(2)));
        Assert.Equal(Instant.Latest, Review.DueAt(Duration.Longest, new Instant(1), null, null));
    }

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, false)]
    [InlineData(101, true)]
    public void Overdue_from_the_millisecond_after(long at, bool isOverdue)
    {
        Assert.Equal(isOverdue, Review.IsOverdue(new Instant(100), new Instant(at)));
        Assert.False(Review.IsOverdue(null, new Instant(at)));
        Assert.Equal(isOverdue, new Instant(at) >= Review.OverdueFrom(new Instant(100)));
    }

    private static Instant? Of(long? millis) => millis is { } given ? new Instant(given) : null;
}
