using OkrGrains.Grains.Ingest;

namespace OkrGrains.Grains.Tests.Ingest;

public sealed class BatchSizeTests
{
    private const int Most = 2_097_152;

    [Theory]
    [InlineData(100_000, 2_400, 2 * Most)]
    [InlineData(32_769, 321, 2 * Most)]
    [InlineData(32_769, 320, Most)]
    [InlineData(32_768, 2_400, Most)]
    [InlineData(1, 1, Most)]
    public void Only_a_long_batch_to_many_goals_is_followed_by_one_of_up_to_twice_as_many_readings(int goals, int tookMillis, int most) =>
        Assert.Equal(most, BatchSize.After(goals, TimeSpan.FromMilliseconds(tookMillis)));
}
