using System.Collections.Immutable;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Formulas;

/// <summary>Left / right; absent when either is or right is 0.</summary>
/// <param name="Left">A KPI's id.</param>
/// <param name="Right">A KPI's id.</param>
/// <param name="Percent">Whether the quotient is multiplied by 100 before rounding.</param>
public sealed record RatioFormula(string Left, string Right, bool Percent) : Formula
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Operands => [Left, Right];

    private protected override Nano? Compute(ReadOnlySpan<Nano?> values) =>
        values is [{ } left, { } right] ? Quotient(left.Units, right.Units, Percent) : null;

    internal static Nano? Quotient(Int128 left, Int128 right, bool percent) =>
        right == 0 ? null : Nano.Derived(HalfEven.Scale(left, Nano.UnitsPerOne * (percent ? 100 : 1), right));
}
