using System.Numerics;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Targets;

/// <summary>A target with progress (v − b) / (t − b), in either direction (goal-model §4; the captured and changing forms §5).</summary>
/// <param name="Baseline">
/// The baseline b; null when it is captured at the last millisecond before the cycle (only for key results measured by one KPI).
/// </param>
/// <param name="End">The way in which <paramref name="Amount"/> gives t.</param>
/// <param name="Amount">The target t itself, or the x of <c>changeBy</c> and <c>changeByPercent</c>.</param>
public sealed record LinearTarget(Nano? Baseline, LinearEnd End, Nano Amount) : Target
{
    /// <summary>True if the baseline is captured.</summary>
    public bool IsCaptured => Baseline is null;

    /// <summary>
    /// Returns the line from baseline to target; null when the captured value is absent or the target turns out equal to the baseline, so
    /// that there is no data (goal-model §5). A fixed baseline ignores <paramref name="captured"/>.
    /// </summary>
    public ResolvedLine? Resolve(Nano? captured)
    {
        if ((Baseline ?? captured) is not { } from)
        {
            return null;
        }

        // Everything is in nano-units. A percentage of a baseline is 1/100 of a product, which has 18 fractional digits, so it is kept as a
        // fraction.
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

/// <summary>The way in which the t of a <see cref="LinearTarget"/> is given.</summary>
public enum LinearEnd
{
    /// <summary>The amount x is the target: t = x.</summary>
    Target = 0,

    /// <summary>The amount x is added to the baseline: t = b + x.</summary>
    ChangeBy,

    /// <summary>The amount x is a percentage of the baseline: t = b + b·x/100, kept exact.</summary>
    ChangeByPercent,
}
