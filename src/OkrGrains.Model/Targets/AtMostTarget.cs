using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Targets;

/// <summary>A target with progress 1 if v ≤ t (strict: v &lt; t), else 0.</summary>
/// <param name="Limit">The limit t.</param>
/// <param name="Strict">True if t itself is too much.</param>
public sealed record AtMostTarget(Nano Limit, bool Strict) : Target
{
    private protected override Progress ProgressOf(Nano value) => AllOrNothing(Strict ? value < Limit : value <= Limit);
}
