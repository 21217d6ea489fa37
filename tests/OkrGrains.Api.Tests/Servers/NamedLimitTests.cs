using OkrGrains.Host;

namespace OkrGrains.Api.Tests.Servers;

public sealed class NamedLimitTests
{
    [Theory]
    [InlineData("24:00:00", 24 * 60 * 60 * 1000L)]
    [InlineData("0:00:30", 30_000)]
    [InlineData("00:15:00", 15 * 60 * 1000)]
    [InlineData("100:59:59.5", ((100 * 60) + 59) * 60_000L + 59_500)]
    [InlineData("0:00:00.05", 50)]
    [InlineData("0:00:00.001", 1)]
    [InlineData("576:00:00", 576 * 60 * 60 * 1000L)]
    [InlineData("PT30S", 30_000)]
    [InlineData("P1DT12H", 36 * 60 * 60 * 1000L)]
    public void A_time_has_one_meaning(string text, long milliseconds)
    {
        var options = new ServerOptions();
        options.SetLimit("idlelimit", text);
        var limits = new ApiOptions();
        options.Limits!(limits);
        Assert.Equal(milliseconds, limits.IdleLimit.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("15")]
    [InlineData("1:30")]
    [InlineData("1.00:00:00")]
    [InlineData("1:00:00:00")]
    [InlineData("0:60:00")]
    [InlineData("0:00:60")]
    [InlineData("0:0:1")]
    [InlineData("-0:00:01")]
    [InlineData(" 0:00:01")]
    [InlineData("0:00:01 ")]
    [InlineData("0:00:01\0")]
    [InlineData("0:00:0\0")]
    [InlineData("0:00:01.")]
    [InlineData("0:00:01.0001")]
    [InlineData("\u0660:00:01")]
    [InlineData("576:00:01")]
    [InlineData("9223372036854775807:00:00")]
    [InlineData("P25D")]
    [InlineData("PT1.5S")]
    [InlineData("15s")]
    public void A_time_that_could_mean_something_else_is_refused_with_the_forms(string text)
    {
        var refused = Assert.Throws<ArgumentException>(() => new ServerOptions().SetLimit("IdleLimit", text));
        Assert.StartsWith($"IdleLimit cannot be {text}: a time is hours:minutes:seconds, ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MaxHandles", "0x10")]
    [InlineData("MaxHandles", "#10")]
    [InlineData("MaxHandles", "1,000")]
    [InlineData("MaxHandles", " 5")]
    [InlineData("MaxHandles", "5\0")]
    [InlineData("MaxHandles", "-5")]
    [InlineData("MaxHandles", "\u0665")]
    [InlineData("MaxHandles", "2147483648")]
    [InlineData("MaxHandles", "")]
    [InlineData("MaxUnreadBytes", "9223372036854775808")]
    public void A_number_is_digits_only(string name, string text) =>
        Assert.Throws<ArgumentException>(() => new ServerOptions().SetLimit(name, text));

    [Fact]
    public void Every_limit_can_be_set_by_its_name()
    {
        foreach (var limit in typeof(ApiOptions).GetProperties())
        {
            var type = Nullable.GetUnderlyingType(limit.PropertyType) ?? limit.PropertyType;
            var options = new ServerOptions();
            options.SetLimit(limit.Name, type == typeof(TimeSpan) ? "0:00:07" : "7");
            var limits = new ApiOptions();
            options.Limits!(limits);
            Assert.Equal(type == typeof(TimeSpan) ? "00:00:07" : "7", limit.GetValue(limits)!.ToString());
        }
    }

    [Fact]
    public void What_does_not_go_together_is_said_before_a_start()
    {
        var options = new ServerOptions();
        Assert.Null(options.LimitFault());
        options.SetLimit("WindowReadings", "1");
        Assert.Equal("WindowReadings is below MaxBatchReadings", options.LimitFault());
    }
}
