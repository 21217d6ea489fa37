using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Rules;

/// <summary>
/// The exact sum of any number of contributions, which can be finished under every <see cref="RollUpKind"/> and <see cref="NoDataRule"/>
/// (goal-model §6). The default value is the empty sum. Merging is associative and commutative, so a combiner may hold a part.
/// </summary>
/// <remarks>A weighted score has at most 2e21 units, so an Int128 holds the sum of 8e16 of the greatest ones.</remarks>
[Immutable, GenerateSerializer, Alias("okr.roll-up")]
public readonly record struct RollUp
{
    /// <summary>The part of all contributions.</summary>
    [Id(0)]
    public RollUpPart All { get; init; }

    /// <summary>The part of the contributions with data, those with a coverage above 0.</summary>
    [Id(1)]
    public RollUpPart WithData { get; init; }

    /// <summary>The sum Σ w·c over all contributions, in millionths of grid steps.</summary>
    [Id(2)]
    public Int128 WeightedCoverage { get; init; }

    /// <summary>
    /// Returns the sum of one contribution with no more than the kind of roll-up needs. Under a weighted average it has no least and no
    /// greatest score, so that these never have to be searched for again after a <see cref="Replace"/>.
    /// </summary>
    public static RollUp Term(RollUpKind kind, Weight weight, Portion score, Portion coverage) =>
        Of(weight, score, coverage, hasBounds: kind != RollUpKind.WeightedAverage);

    /// <summary>Returns the sum with one more contribution, complete enough to be finished under every kind.</summary>
    public RollUp Add(Weight weight, Portion score, Portion coverage) => Merge(Of(weight, score, coverage, hasBounds: true));

    /// <summary>Returns the sum with all contributions of another.</summary>
    public RollUp Merge(RollUp other) => new()
    {
        All = All.Merge(other.All),
        WithData = WithData.Merge(other.WithData),
        WeightedCoverage = WeightedCoverage + other.WeightedCoverage,
    };

    /// <summary>
    /// Returns the sum with one contribution, or part, in place of another that is among those added up. The sums are integers, so
    /// subtracting is exact.
    /// </summary>
    /// <param name="former">The contribution or part that is taken out.</param>
    /// <param name="next">The contribution or part that takes its place.</param>
    /// <param name="isWhole">
    /// False if the least or the greatest score may have moved inwards. Only all the other contributions tell which one is least or
    /// greatest then, so everything must be added up again before those two are used.
    /// </param>
    public RollUp Replace(in RollUp former, in RollUp next, out bool isWhole)
    {
        var all = All.Replace(former.All, next.All, out var isAllWhole);
        var withData = WithData.Replace(former.WithData, next.WithData, out var isWithDataWhole);
        isWhole = isAllWhole && isWithDataWhole;
        return new()
        {
            All = all,
            WithData = withData,
            WeightedCoverage = WeightedCoverage - former.WeightedCoverage + next.WeightedCoverage,
        };
    }

    /// <summary>Returns the score and the coverage, each rounded once; both are 0 when nothing counts.</summary>
    public (Portion Score, Portion Coverage) Finish(RollUpKind kind, NoDataRule noData)
    {
        if (All.Weight == 0)
        {
            return (Portion.Zero, Portion.Zero);
        }

        var counted = noData == NoDataRule.Exclude ? WithData : All;
        return (counted.Score(kind), new((long)HalfEven.Divide(WeightedCoverage, All.Weight)));
    }

    private static RollUp Of(Weight weight, Portion score, Portion coverage, bool hasBounds)
    {
        var part = RollUpPart.Of(weight, score, hasBounds);
        return new()
        {
            All = part,
            WithData = coverage > Portion.Zero ? part : default,
            WeightedCoverage = (Int128)weight.Micro * coverage.Grid,
        };
    }
}
