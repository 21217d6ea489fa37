using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Tests.Measures;

public sealed class TallyTests
{
    [Theory]
    [InlineData(Aggregation.Last, "3")]
    [InlineData(Aggregation.Sum, "1")]
    [InlineData(Aggregation.Count, "3")]
    [InlineData(Aggregation.Average, "0.333333333")]
    [InlineData(Aggregation.Min, "-4")]
    [InlineData(Aggregation.Max, "3")]
    public void Every_aggregation_follows_from_one_tally(Aggregation aggregation, string expected) =>
        Assert.Equal(expected, Of((2, "2"), (5, "3"), (1, "-4")).Value(aggregation, false)?.ToString());

    [Theory]
    [InlineData("0.000000001", "0.000000002", "0.000000002")]
    [InlineData("0.000000002", "0.000000003", "0.000000002")]
    [InlineData("-0.000000001", "-0.000000002", "-0.000000002")]
    [InlineData("-0.000000002", "-0.000000003", "-0.000000002")]
    public void Average_of_a_tie_rounds_to_even(string a, string b, string expected) =>
        Assert.Equal(expected, Of((1, a), (2, b)).Value(Aggregation.Average, false)?.ToString());

    [Fact]
    public void Among_equal_times_the_last_accepted_is_the_last()
    {
        Assert.Equal("7", Of((5, "9"), (5, "7"), (4, "1")).Value(Aggregation.Last, false)?.ToString());
        var earlier = Of((5, "9"));
        earlier.Merge(Of((5, "7")));
        Assert.Equal("7", earlier.Value(Aggregation.Last, false)?.ToString());
    }

    [Theory]
    [InlineData(Aggregation.Sum, true, "0")]
    [InlineData(Aggregation.Count, true, "0")]
    [InlineData(Aggregation.Sum, false, null)]
    [InlineData(Aggregation.Count, false, null)]
    [InlineData(Aggregation.Average, true, null)]
    [InlineData(Aggregation.Last, true, null)]
    public void Without_readings_only_a_sum_or_count_that_asks_for_it_is_0(Aggregation aggregation, bool emptyIsZero, string? expected) =>
        Assert.Equal(expected, default(Tally).Value(aggregation, emptyIsZero)?.ToString());

    [Fact]
    public void Sums_pass_64_bits_and_the_limit_of_one_reading()
    {
        var tally = default(Tally);
        for (var i = 0; i < 100_000; i++)
        {
            tally.Add(new(new(i), Nano.Parse("1e15")));
        }

        Assert.Equal("100000000000000000000", tally.Value(Aggregation.Sum, false)?.ToString());
        Assert.Equal("1000000000000000", tally.Value(Aggregation.Average, false)?.ToString());
    }

    [Fact]
    public void Merged_parts_are_the_whole()
    {
        (long, string)[] readings = [(3, "1"), (1, "5"), (2, "-2"), (9, "4"), (7, "0.5")];
        for (var cut = 0; cut <= readings.Length; cut++)
        {
            var left = Of(readings[..cut]);
            left.Merge(Of(readings[cut..]));
            Assert.Equal(Of(readings), left);
        }
    }

    private static Tally Of(params (long Time, string Value)[] readings)
    {
        var tally = default(Tally);
        foreach (var (time, value) in readings)
        {
            tally.Add(new(new(time), Nano.Parse(value)));
        }

        return tally;
    }
}
