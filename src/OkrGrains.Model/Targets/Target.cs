using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Targets;

/// <summary>A target, which turns a value into progress and score (goal-model §4).</summary>
public abstract record Target
{
    private protected Target()
    {
    }

    /// <summary>The greatest score, 1 to 2; 1 by default.</summary>
    public Portion Cap { get; init; } = Portion.One;

    /// <summary>
    /// Returns the unclamped progress and the score, which is the progress clamped to 0 … <see cref="Cap"/> (goal-model §4).
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The target is a <see cref="LinearTarget"/> that needs a captured baseline, or whose target equals its baseline.
    /// </exception>
    public (Progress Progress, Portion Score) Score(Nano value)
    {
        var progress = ProgressOf(value);
        return (progress, progress.Clamp(Cap));
    }

    private protected abstract Progress ProgressOf(Nano value);

    private protected static Progress AllOrNothing(bool reached) => new(reached ? Portion.StepsPerOne : 0);
}
