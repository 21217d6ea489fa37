using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.RollUps;

/// <summary>
/// The exact sum of any number of contributions, which finishes under every <see cref="RollUpKind"/> and <see cref="NoDataRule"/>
/// (goal-model §6). The default is empty. Merging is associative and commutative, so a combiner may hold a part.
/// </summary>
/// <remarks>A weighted score has at most 2e21 units: an Int128 holds the sum of 8e16 of the greatest.</remarks>
[Immutable, GenerateSerializer, Alias("okr.roll-up")]
public readonly record struct RollUp
{
    /// <summary>Of all contributions.</summary>
    [Id(0)]
    public RollUpPart All { get; init; }

    /// <summary>Of those with data, a coverage above 0.</summary>
    [Id(1)]
    public RollUpPart WithData { get; init; }

    /// <summary>Σ w·c over all contributions, in millionths of grid steps.</summary>
    [Id(2)]
    public Int128 WeightedCoverage { get; init; }

    /// <summary>
    /// One contribution, as far as a kind looks at it: under a weighted average the least and the greatest score are left out of every term,
    /// so that they never have to be looked for again.
    /// </summary>
    public static RollUp Term(RollUpKind kind, Weight weight, Portion score, Portion coverage) =>
        Of(weight, score, coverage, hasBounds: kind != RollUpKind.WeightedAverage);

    /// <summary>With one more contribution, which may then be finished under every kind.</summary>
    public RollUp Add(Weight weight, Portion score, Portion coverage) => Merge(Of(weight, score, coverage, hasBounds: true));

    /// <summary>With all contributions of another.</summary>
    public RollUp Merge(RollUp other) => new()
    {
        All = All.Merge(other.All),
        WithData = WithData.Merge(other.WithData),
        WeightedCoverage = WeightedCoverage + other.WeightedCoverage,
    };

    /// <summary>
    /// With one contribution, or part, in the place of another that is among those added up. The sums are exact: integers take differences.
    /// </summary>
    /// <param name="former">What is taken out.</param>
    /// <param name="next">What comes in its place.</param>
    /// <param name="isWhole">
    /// False when a least or greatest score has moved inwards: only all the others tell what is least or greatest then, and everything has
    /// to be added up again before those two are looked at.
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

    /// <summary>The score and the coverage, each rounded once; both 0 when nothing counts.</summary>
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
