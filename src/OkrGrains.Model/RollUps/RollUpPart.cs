using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.RollUps;

/// <summary>The exact sum of the scores of some contributions. The default is empty.</summary>
[Immutable, GenerateSerializer, Alias("okr.roll-up-part")]
public readonly record struct RollUpPart
{
    /// <summary>Σ w, in millionths.</summary>
    [Id(0)]
    public Int128 Weight { get; init; }

    /// <summary>Σ w·s, in millionths of grid steps.</summary>
    [Id(1)]
    public Int128 WeightedScore { get; init; }

    /// <summary>The least score among weights above 0; 0 without any, and where it is not kept.</summary>
    [Id(2)]
    public Portion Least { get; init; }

    /// <summary>The greatest score among weights above 0; 0 without any, and where it is not kept.</summary>
    [Id(3)]
    public Portion Greatest { get; init; }

    /// <param name="weight">Its weight; at 0 it does not count.</param>
    /// <param name="score">Its score.</param>
    /// <param name="hasBounds">Whether the least and the greatest score are kept: all of a sum keep them, or none.</param>
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
            // Nothing else counts.
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
