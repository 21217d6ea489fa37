using System.Numerics;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Targets;

/// <summary>(v − b) / (t − b), in either direction (goal-model §4; the captured and changing forms §5).</summary>
/// <param name="Baseline">b; null when it is captured at the last millisecond before the cycle (key results by one KPI only).</param>
/// <param name="End">How t is given.</param>
/// <param name="Amount">t itself, or the x of <c>changeBy</c> and <c>changeByPercent</c>.</param>
public sealed record LinearTarget(Nano? Baseline, LinearEnd End, Nano Amount) : Target
{
    /// <summary>Whether the baseline is captured.</summary>
    public bool IsCaptured => Baseline is null;

    /// <summary>
    /// The line from baseline to target; null when the captured value is absent or the target turns out equal to the baseline, so that
    /// there is no data (goal-model §5). A fixed baseline takes no notice of <paramref name="captured"/>.
    /// </summary>
    public ResolvedLine? Resolve(Nano? captured)
    {
        if ((Baseline ?? captured) is not { } from)
        {
            return null;
        }

        // All in nano-units; a percentage of a baseline is 1/100 of a product, which has 18 fractional digits.
        var (distance, parts) = End switch
        {
            LinearEnd.Target => (Amount.Units - from.Units, 1),
            LinearEnd.ChangeBy => (Amount.Units, 1),
            LinearEnd.ChangeByPercent => ((BigInteger)from.Units * Amount.Units, 100 * (BigInteger)Nano.UnitsPerOne),
            _ => throw new InvalidOperationException($"Unknown end {End}."),
        };
        return distance.IsZero ? null : new ResolvedLine(from, distance, parts, Cap);
    }

    private protected override Progress ProgressOf(Nano value) => Resolve(null) is { } line
        ? line.Score(value).Progress
        : throw new InvalidOperationException("The target needs a captured baseline, or equals its baseline.");
}

/// <summary>How the t of a <see cref="LinearTarget"/> is given.</summary>
public enum LinearEnd
{
    /// <summary>t = x.</summary>
    Target = 0,

    /// <summary>t = b + x.</summary>
    ChangeBy,

    /// <summary>t = b + b·x/100, kept exact.</summary>
    ChangeByPercent,
}
