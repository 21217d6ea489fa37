using OkrGrains.Grains.Ingest;

namespace OkrGrains.Grains.Tests.Ingest;

public sealed class BatchPacingTests
{
    private const int Most = 2_097_152;

    [Theory]
    [InlineData(100_000, 2_400, 1_200)]
    [InlineData(32_769, 321, 160.5)]
    public void A_long_batch_to_many_goals_is_followed_by_one_of_up_to_twice_as_many_readings(int goals, double took, double longest)
    {
        var pacing = BatchPacing.After(goals, TimeSpan.FromMilliseconds(took));
        Assert.Equal(TimeSpan.FromMilliseconds(longest), pacing.Longest);
        Assert.Equal(2 * Most, pacing.MaxReadings);
        Assert.InRange(pacing.Enough, pacing.MaxReadings * 9 / 10, pacing.MaxReadings - 1);
    }

    [Theory]
    [InlineData(1_000, 4, 8)]
    [InlineData(5_000, 4, 16)]
    [InlineData(125, 19, 1)]
    public void A_short_batch_is_followed_by_a_pause_for_each_of_its_goals_up_to_twenty_milliseconds_from_its_start(int goals, double took, double longest) =>
        Assert.Equal(
            new BatchPacing(TimeSpan.FromMilliseconds(longest), Most, Most), BatchPacing.After(goals, TimeSpan.FromMilliseconds(took)));

    [Theory]
    [InlineData(124, 1)]
    [InlineData(5_000, 19.5)]
    [InlineData(32_769, 320)]
    [InlineData(32_768, 2_400)]
    [InlineData(10_000, 5_000)]
    [InlineData(1, 1)]
    public void Any_other_batch_is_followed_at_once(int goals, double took) =>
        Assert.Equal(new BatchPacing(TimeSpan.Zero, 0, Most), BatchPacing.After(goals, TimeSpan.FromMilliseconds(took)));
}
