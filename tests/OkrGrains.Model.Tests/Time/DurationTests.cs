using OkrGrains.Model.Time;

namespace OkrGrains.Model.Tests.Time;

public sealed class DurationTests
{
    [Theory]
    [InlineData("P7D", 604_800_000, "P7D")]
    [InlineData("PT36H", 129_600_000, "P1DT12H")]
    [InlineData("P1DT12H30M15S", 131_415_000, "P1DT12H30M15S")]
    [InlineData("PT0H0M1S", 1_000, "PT1S")]
    [InlineData("PT90M", 5_400_000, "PT1H30M")]
    [InlineData("P007D", 604_800_000, "P7D")]
    public void Days_hours_minutes_and_seconds_are_read(string text, long milliseconds, string canonical)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.Milliseconds);
        Assert.Equal(canonical, duration.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("P1W")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("PT1.5H")]
    [InlineData("PT1,5S")]
    [InlineData("-P1D")]
    [InlineData("P-1D")]
    [InlineData("P0D")]
    [InlineData("PT0S")]
    [InlineData("p1d")]
    [InlineData("P1H")]
    [InlineData("PT1D")]
    [InlineData("PT1M1H")]
    [InlineData("PT1S1S")]
    [InlineData("PT1HT1M")]
    [InlineData("P1D ")]
    [InlineData("1D")]
    [InlineData("P1")]
    public void Anything_else_is_refused(string text) => Assert.False(Duration.TryParse(text, out _));

    [Theory]
    [InlineData("P99999999999999999999999999999D")]
    [InlineData("P4629629DT99999999999H")]
    [InlineData("PT400000000001S")]
    public void What_is_longer_than_time_is_the_longest_and_stays_it(string text)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(Duration.Longest, duration);
        Assert.True(Duration.TryParse(duration.ToString(), out var again));
        Assert.Equal(duration, again);
    }

    [Fact]
    public void Zero_is_written_PT0S() => Assert.Equal("PT0S", Duration.Zero.ToString());
}
