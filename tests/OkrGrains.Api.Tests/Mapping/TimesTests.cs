using Google.Protobuf.WellKnownTypes;
using OkrGrains.Api.Mapping;
using OkrGrains.Model.Time;

namespace OkrGrains.Api.Tests.Mapping;

public sealed class TimesTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1_999_999, 1_001)]
    [InlineData(-1, 999_999_999, -1)]
    [InlineData(-1, 1, -1_000)]
    public void Nanoseconds_are_cut_towards_the_past(long seconds, int nanos, long millis)
    {
        Assert.True(Times.TryFromWire(new Timestamp { Seconds = seconds, Nanos = nanos }, out var instant));
        Assert.Equal(millis, instant.UnixMillis);
    }

    [Theory]
    [InlineData(long.MaxValue, 0)]
    [InlineData(long.MinValue, 0)]
    [InlineData(253_402_300_800, 0)]
    [InlineData(-62_135_596_801, 999_999_999)]
    [InlineData(0, -1)]
    [InlineData(0, 1_000_000_000)]
    public void What_is_outside_the_years_1_to_9999_is_no_instant(long seconds, int nanos) =>
        Assert.False(Times.TryFromWire(new Timestamp { Seconds = seconds, Nanos = nanos }, out _));

    [Theory]
    [InlineData(long.MaxValue, int.MaxValue)]
    [InlineData(long.MinValue, int.MinValue)]
    [InlineData(253_402_300_799_999, 1)]
    [InlineData(-62_135_596_800_000, -1)]
    public void A_base_and_an_offset_outside_the_years_1_to_9999_are_no_instant(long baseMillis, int offset) =>
        Assert.False(Times.TryFromMillis(baseMillis, offset, out _));

    [Theory]
    [InlineData(-62_135_596_800_000)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(253_402_300_799_999)]
    public void An_instant_goes_out_and_comes_back(long millis)
    {
        var message = new Instant(millis).ToWire();

        Assert.InRange(message.Nanos, 0, 999_999_999);
        Assert.True(Times.TryFromWire(message, out var back));
        Assert.Equal(millis, back.UnixMillis);
    }
}
