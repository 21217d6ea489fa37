using System.Collections.Immutable;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Formulas;

/// <summary>The formula left / right; absent when either operand is absent or the right one is 0.</summary>
/// <param name="Left">The id of the KPI that is divided.</param>
/// <param name="Right">The id of the KPI that is the divisor.</param>
/// <param name="Percent">True to multiply the quotient by 100 before it is rounded.</param>
public sealed record RatioFormula(string Left, string Right, bool Percent) : Formula
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Operands => [Left, Right];

    private protected override Nano? Compute(ReadOnlySpan<Nano?> values) =>
        values is [{ } left, { } right] ? Quotient(left.Units, right.Units, Percent) : null;

    internal static Nano? Quotient(Int128 left, Int128 right, bool percent) =>
        right == 0 ? null : Nano.Derived(HalfEven.Scale(left, Nano.UnitsPerOne * (percent ? 100 : 1), right));
}
