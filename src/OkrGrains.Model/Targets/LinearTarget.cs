using System.Numerics;
using OkrGrains.Model.Measures;
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
    /// <summary>
    /// The unit by which a part of a period is compared with its share of baseline and target; <see cref="Prorate.None"/> to compare the
    /// value as it is (goal-model §4).
    /// </summary>
    public Prorate Prorate { get; init; }

    /// <summary>True if progress is v / t, for a value that runs up from nothing in its window (goal-model §4, <c>fromZero</c>).</summary>
    public bool FromZero { get; init; }

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
        if (FromZero)
        {
            (distance, from) = ((from.Units * parts) + distance, Nano.Zero);
        }

        return distance.IsZero ? null : new ResolvedLine(from, distance, parts, Cap);
    }

    /// <summary>
    /// Returns progress and score of the part of a window that has ended: p = (w − φ·b) / (φ·(t − b)), where φ is the share that has ended
    /// (goal-model §4). Null when the captured part is absent or the target turns out equal to the baseline.
    /// </summary>
    /// <param name="now">The part that has ended, which is not absent.</param>
    /// <param name="captured">The part that was captured; a fixed baseline ignores it.</param>
    public (Progress Progress, Portion Score)? ScorePart(PeriodPart now, PeriodPart? captured)
    {
        ArgumentNullException.ThrowIfNull(now);
        if (now.Value is not { } value || (IsCaptured && captured?.Value is null))
        {
            return null;
        }

        // The baseline is a fraction: what was captured per day or hour, times those of this window.
        var (from, per) = Baseline is { } given
            ? (given.Units, (BigInteger)1)
            : (captured!.Value!.Value.Units * (BigInteger)now.Whole, (BigInteger)captured.Ended);
        var (distance, parts) = End switch
        {
            LinearEnd.Target => ((Amount.Units * per) - from, (BigInteger)1),
            LinearEnd.ChangeBy => (Amount.Units * per, 1),
            LinearEnd.ChangeByPercent => (from * Amount.Units, 100 * (BigInteger)Nano.UnitsPerOne),
            _ => throw new InvalidOperationException($"Unknown end {End}."),
        };
        if (distance.IsZero)
        {
            return null;
        }

        var way = ((value.Units * (BigInteger)now.Whole * per) - (now.Ended * from)) * parts;
        var progress = new Progress(HalfEven.Divide(way * Portion.StepsPerOne, now.Ended * distance));
        return (progress, progress.Clamp(Cap));
    }

    /// <summary>Returns true if the target turns out equal to a captured part, in a window of that many days or milliseconds.</summary>
    public bool IsReachedFrom(PeriodPart? captured, long whole) => captured?.Value is not null
        && ScorePart(new PeriodPart(Nano.Zero, whole, whole), captured) is null;

    /// <summary>Returns baseline and target as they are shown; null for an end that depends on what was not captured, or is beyond ±1e18.</summary>
    /// <param name="captured">What was captured; a fixed baseline ignores it.</param>
    public (Nano? Baseline, Nano? Target) Ends(CapturedBaseline? captured)
    {
        var from = Baseline is { } given ? new CapturedBaseline(given, 1, 1) : captured;
        return (from?.Rounded, from is null ? (End == LinearEnd.Target ? Amount : null) : from.EndOf(this));
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
