using OkrGrains.Model.Time;

namespace OkrGrains.Model.Tests.Time;

public sealed class InstantTests
{
    [Theory]
    [InlineData("2001-04-01T05:59:59.999Z", "2001-04-01T05:59:59.999Z")]
    [InlineData("2000-12-10T08:41:00-06:00", "2000-12-10T14:41:00Z")]
    [InlineData("2001-01-01t00:00:00z", "2001-01-01T00:00:00Z")]
    [InlineData("2001-01-01T00:00:00.1Z", "2001-01-01T00:00:00.100Z")]
    [InlineData("2001-01-01T00:00:00.9999999999Z", "2001-01-01T00:00:00.999Z")]
    [InlineData("1969-12-31T23:59:59.9999Z", "1969-12-31T23:59:59.999Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    [InlineData("0000-12-31T23:00:00-01:00", "0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999Z", "9999-12-31T23:59:59.999Z")]
    [InlineData("2024-02-29T23:59:59+23:59", "2024-02-29T00:00:59Z")]
    public void Rfc_3339_is_read_to_the_millisecond_and_written_in_UTC(string text, string expected) =>
        Assert.Equal(expected, Instant.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("2001-01-01")]
    [InlineData("2001-01-01T00:00:00")]
    [InlineData("2001-01-01 00:00:00Z")]
    [InlineData("2001-01-01T00:00Z")]
    [InlineData("2001-01-01T00:00:00.Z")]
    [InlineData("2001-01-01T00:00:00.5")]
    [InlineData("2001-01-01T00:00:00+0600")]
    [InlineData("2001-01-01T00:00:00+24:00")]
    [InlineData("2001-01-01T00:00:00+06:60")]
    [InlineData("2001-01-01T24:00:00Z")]
    [InlineData("2001-01-01T00:60:00Z")]
    [InlineData("2016-12-31T23:59:60Z")]
    [InlineData("2001-02-29T00:00:00Z")]
    [InlineData("2001-13-01T00:00:00Z")]
    [InlineData("2001-00-01T00:00:00Z")]
    [InlineData("2001-01-00T00:00:00Z")]
    [InlineData("0000-12-31T23:59:59.999Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("+2001-01-01T00:00:00Z")]
    [InlineData("2001-01-01T00:00:00ZZ")]
    [InlineData("0000-02-29T00:00:00-23:59")]
    [InlineData("2001-01-01T 1:00:00Z")]
    [InlineData("202\0-01-05T00:00:00Z")]
    [InlineData("2026-1\0-05T00:00:00Z")]
    [InlineData("2026-01-5\0T00:00:00Z")]
    [InlineData("2026-01-05T0\0:00:00Z")]
    [InlineData("2026-01-05T00:0\0:00Z")]
    [InlineData("2026-01-05T00:00:0\0Z")]
    [InlineData("2026-01-05T00:00:00.1\0Z")]
    [InlineData("2026-01-05T00:00:00+1\0:00")]
    [InlineData("2026-01-05T00:00:00+10:0\0")]
    [InlineData("2026-01-05T00:00:00Z\0")]
    [InlineData("\u0662\u0660\u0662\u0666-01-05T00:00:00Z")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(Instant.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Instant.Parse(text));
    }
}
