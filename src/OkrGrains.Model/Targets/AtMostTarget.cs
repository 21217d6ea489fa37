using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Targets;

/// <summary>1 if v ≤ t (strict: v &lt; t), else 0.</summary>
/// <param name="Limit">t.</param>
/// <param name="Strict">Whether t itself is too much.</param>
public sealed record AtMostTarget(Nano Limit, bool Strict) : Target
{
    private protected override Progress ProgressOf(Nano value) => AllOrNothing(Strict ? value < Limit : value <= Limit);
}
