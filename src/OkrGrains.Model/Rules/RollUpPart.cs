using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Rules;

/// <summary>The exact sum of the scores of some contributions. The default value is the empty sum.</summary>
[Immutable, GenerateSerializer, Alias("okr.roll-up-part")]
public readonly record struct RollUpPart
{
    /// <summary>The sum Σ w, in millionths.</summary>
    [Id(0)]
    public Int128 Weight { get; init; }

    /// <summary>The sum Σ w·s, in millionths of grid steps.</summary>
    [Id(1)]
    public Int128 WeightedScore { get; init; }

    /// <summary>The least score among contributions of weight above 0; 0 if there are none or if it is not kept.</summary>
    [Id(2)]
    public Portion Least { get; init; }

    /// <summary>The greatest score among contributions of weight above 0; 0 if there are none or if it is not kept.</summary>
    [Id(3)]
    public Portion Greatest { get; init; }

    /// <summary>Returns the sum of one contribution.</summary>
    /// <param name="weight">The weight of the contribution; at 0 it does not count.</param>
    /// <param name="score">The score of the contribution.</param>
    /// <param name="hasBounds">True to keep the least and the greatest score. All contributions of a sum must keep them, or none.</param>
    internal static RollUpPart Of(Weight weight, Portion score, bool hasBounds) => weight.Micro == 0
        ? default
        : new()
        {
            Weight = weight.Micro,
            WeightedScore = (Int128)weight.Micro * score.Grid,
            Least = hasBounds ? score : Portion.Zero,
            Greatest = hasBounds ? score : Portion.Zero,
        };

    internal RollUpPart Merge(RollUpPart other)
    {
        if (Weight == 0 || other.Weight == 0)
        {
            return Weight == 0 ? other : this;
        }

        return new()
        {
            Weight = Weight + other.Weight,
            WeightedScore = WeightedScore + other.WeightedScore,
            Least = Least < other.Least ? Least : other.Least,
            Greatest = Greatest > other.Greatest ? Greatest : other.Greatest,
        };
    }

    /// <inheritdoc cref="RollUp.Replace"/>
    internal RollUpPart Replace(in RollUpPart former, in RollUpPart next, out bool isWhole)
    {
        if (Weight == former.Weight)
        {
            // The former contribution is the only one that counts, so the next one is the whole sum.
            isWhole = true;
            return next;
        }

        var others = former.Weight == 0 ? this : this with
        {
            Weight = Weight - former.Weight, WeightedScore = WeightedScore - former.WeightedScore,
        };
        isWhole = former.Weight == 0
            || ((former.Least > Least || IsAtMost(next, Least)) && (former.Greatest < Greatest || IsAtLeast(next, Greatest)));
        return others.Merge(next);
    }

    private static bool IsAtMost(in RollUpPart part, Portion least) => part.Weight != 0 && part.Least <= least;

    private static bool IsAtLeast(in RollUpPart part, Portion greatest) => part.Weight != 0 && part.Greatest >= greatest;

    internal Portion Score(RollUpKind kind) => kind switch
    {
        _ when Weight == 0 => Portion.Zero,
        RollUpKind.WeightedAverage => new((long)HalfEven.Divide(WeightedScore, Weight)),
        RollUpKind.Minimum => Least,
        RollUpKind.Maximum => Greatest,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown roll-up."),
    };
}
