using System.Collections.Immutable;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Targets;

/// <summary>How a value becomes progress and score (goal-model §4).</summary>
public abstract record Target
{
    private protected Target()
    {
    }

    /// <summary>The greatest score, 1 to 2; 1 by default.</summary>
    public Portion Cap { get; init; } = Portion.One;
}

/// <summary>(v − b) / (t − b), in either direction (goal-model §4; the captured and changing forms §5).</summary>
/// <param name="Baseline">b; null when it is captured at the last millisecond before the cycle (key results by one KPI only).</param>
/// <param name="End">How t is given.</param>
/// <param name="Amount">t itself, or the x of <c>changeBy</c> and <c>changeByPercent</c>.</param>
public sealed record LinearTarget(Nano? Baseline, LinearEnd End, Nano Amount) : Target;

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

/// <summary>1 if v ≥ t (strict: v &gt; t), else 0.</summary>
/// <param name="Limit">t.</param>
/// <param name="Strict">Whether t itself falls short.</param>
public sealed record AtLeastTarget(Nano Limit, bool Strict) : Target;

/// <summary>1 if v ≤ t (strict: v &lt; t), else 0.</summary>
/// <param name="Limit">t.</param>
/// <param name="Strict">Whether t itself is too much.</param>
public sealed record AtMostTarget(Nano Limit, bool Strict) : Target;

/// <summary>1 inside [low, high]; outside max(0, 1 − distance / tolerance), 0 when the tolerance is 0.</summary>
/// <param name="Low">The least value that is wanted.</param>
/// <param name="High">The greatest, not below <paramref name="Low"/>.</param>
/// <param name="Tolerance">The distance at which nothing is left, 0 or more; 0 by default.</param>
public sealed record RangeTarget(Nano Low, Nano High, Nano Tolerance) : Target;

/// <summary>The greatest score among the steps reached, else 0.</summary>
/// <param name="Steps">One or more, in any order.</param>
/// <param name="Down">Whether a step is reached at or below its value, instead of at or above.</param>
public sealed record StepsTarget(ImmutableArray<Step> Steps, bool Down) : Target;

/// <summary>One step of a <see cref="StepsTarget"/>.</summary>
/// <param name="Value">The value at which it is reached.</param>
/// <param name="Score">What it is worth, 0 to 1.</param>
public sealed record Step(Nano Value, Portion Score);
