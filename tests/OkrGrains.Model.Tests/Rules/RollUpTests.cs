using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;

namespace OkrGrains.Model.Tests.Rules;

public sealed class RollUpTests
{
    private const long One = Portion.StepsPerOne;

    [Theory]
    [InlineData(RollUpKind.WeightedAverage, NoDataRule.Zero, 375_000_000)]
    [InlineData(RollUpKind.WeightedAverage, NoDataRule.Exclude, 750_000_000)]
    [InlineData(RollUpKind.Minimum, NoDataRule.Zero, 0)]
    [InlineData(RollUpKind.Minimum, NoDataRule.Exclude, 500_000_000)]
    [InlineData(RollUpKind.Maximum, NoDataRule.Zero, One)]
    [InlineData(RollUpKind.Maximum, NoDataRule.Exclude, One)]
    public void No_data_counts_as_0_or_not_in_the_score_and_always_in_the_coverage(RollUpKind kind, NoDataRule noData, long score)
    {
        var total = Total((1, One, One), (1, One / 2, One), (2, 0, 0));
        Assert.Equal((new Portion(score), new Portion(One / 2)), total.Finish(kind, noData));
    }

    [Fact]
    public void A_score_without_coverage_counts_unless_excluded()
    {
        var total = Total((1, One, 0), (1, 0, One));
        Assert.Equal(new Portion(One / 2), total.Finish(RollUpKind.WeightedAverage, NoDataRule.Zero).Score);
        Assert.Equal(new Portion(0), total.Finish(RollUpKind.Maximum, NoDataRule.Exclude).Score);
    }

    [Theory]
    [InlineData(RollUpKind.WeightedAverage)]
    [InlineData(RollUpKind.Minimum)]
    [InlineData(RollUpKind.Maximum)]
    public void Weight_0_does_not_count(RollUpKind kind)
    {
        Assert.Equal((new Portion(One / 2), Portion.One), Total((0, 0, 0), (3, One / 2, One), (0, One, One)).Finish(kind, NoDataRule.Zero));
        Assert.Equal((new Portion(One / 2), Portion.One), Total((3, One / 2, One), (0, 0, 0), (0, One, One)).Finish(kind, NoDataRule.Zero));
        Assert.Equal((Portion.Zero, Portion.Zero), Total((0, One, One)).Finish(kind, NoDataRule.Zero));
        Assert.Equal((Portion.Zero, Portion.Zero), default(RollUp).Finish(kind, NoDataRule.Exclude));
        Assert.Equal((Portion.Zero, Portion.Zero), Total((2, One, 0)).Finish(kind, NoDataRule.Exclude));
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(3, 0, 2)]
    [InlineData(2, 1, 2)]
    public void Averages_round_once_and_ties_to_even(long a, long b, long expected) =>
        Assert.Equal(new Portion(expected), Total((1, a, 1), (1, b, 1)).Finish(RollUpKind.WeightedAverage, NoDataRule.Zero).Score);

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(3, 0, 2)]
    [InlineData(3, 2, 2)]
    public void A_coverage_rounds_once_and_ties_to_even(long a, long b, long expected) =>
        Assert.Equal(new Portion(expected), Total((1, 0, a), (1, 0, b)).Finish(RollUpKind.WeightedAverage, NoDataRule.Zero).Coverage);

    [Fact]
    public void Weights_at_both_ends_of_their_range_are_exact()
    {
        var total = default(RollUp)
            .Add(new(1_000_000_000_000), new(666_666_667), Portion.One)
            .Add(new(1), new(2 * One), Portion.One);
        Assert.Equal(new Portion(666_666_667), total.Finish(RollUpKind.WeightedAverage, NoDataRule.Zero).Score);
    }

    [Fact]
    public void Fractions_of_weights_count()
    {
        var total = default(RollUp).Add(new(500_000), Portion.One, Portion.One).Add(new(1_500_000), Portion.Zero, Portion.Zero);
        Assert.Equal((new Portion(One / 4), new Portion(One / 4)), total.Finish(RollUpKind.WeightedAverage, NoDataRule.Zero));
    }

    [Fact]
    public void Parts_merge_to_the_whole_in_any_order()
    {
        const int Seed = 20260101;
        var random = new Random(Seed);
        var whole = default(RollUp);
        var parts = new RollUp[7];
        for (var i = 0; i < 500; i++)
        {
            var weight = new Weight(random.Next(4) * random.NextInt64(1_000_000_000));
            var (score, coverage) = (new Portion(random.NextInt64(2 * One)), new Portion(random.Next(2) * One));
            whole = whole.Add(weight, score, coverage);
            ref var part = ref parts[random.Next(parts.Length)];
            part = part.Add(weight, score, coverage);
        }

        random.Shuffle(parts);
        Assert.True(whole == parts.Aggregate((a, b) => a.Merge(b)), $"seed {Seed}");
    }

    private static RollUp Total(params (long Weight, long Score, long Coverage)[] contributions) =>
        contributions.Aggregate(default(RollUp), (total, next) =>
            total.Add(new(next.Weight * 1_000_000), new(next.Score), new(next.Coverage)));
}
