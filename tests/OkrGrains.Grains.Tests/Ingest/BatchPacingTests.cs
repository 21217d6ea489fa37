using OkrGrains.Grains.Ingest;

namespace OkrGrains.Grains.Tests.Ingest;

public sealed class BatchPacingTests
{
    private const int Most = 2_097_152;

    [Theory]
    [InlineData(1, 1, 8, 0, 0)]
    [InlineData(500, 10, 9, 4.5, 500)]
    [InlineData(2_000_000, 10_000, 80, 40, 2_000_000)]
    [InlineData(2_000_000, 10_000, 5_000, 40, 2_000_000)]
    [InlineData(2_000_000, 100_000, 320, 40, 2_000_000)]
    public void An_ingest_batch_is_followed_by_half_its_time_until_as_many_readings_wait(
        int readings, int goals, double took, double longest, int enough) =>
        Assert.Equal(
            new BatchPacing(TimeSpan.FromMilliseconds(longest), enough, Most),
            BatchPacing.After(readings, goals, TimeSpan.FromMilliseconds(took)));

    [Theory]
    [InlineData(2_000_000, 100_000)]
    [InlineData(640_000, 32_769)]
    public void A_long_batch_to_many_goals_is_followed_by_one_of_up_to_twice_as_many_readings(int readings, int goals)
    {
        var pacing = BatchPacing.After(readings, goals, TimeSpan.FromMilliseconds(2_400));
        Assert.Equal(TimeSpan.FromMilliseconds(300), pacing.Longest);
        Assert.Equal(2 * Most, pacing.MaxReadings);
        Assert.InRange(pacing.Enough, pacing.MaxReadings * 9 / 10, pacing.MaxReadings - 1);
    }

    [Theory]
    [InlineData(2_000_000, 32_768)]
    [InlineData(100_000, 10_000)]
    [InlineData(1, 1)]
    public void A_batch_to_fewer_goals_is_never_followed_by_a_larger_one(int readings, int goals) =>
        Assert.Equal(
            new BatchPacing(TimeSpan.FromMilliseconds(40), readings, Most),
            BatchPacing.After(readings, goals, TimeSpan.FromMilliseconds(2_400)));
}
