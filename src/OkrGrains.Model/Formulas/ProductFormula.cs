using System.Collections.Immutable;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Formulas;

/// <summary>The formula left × right; absent when either operand is.</summary>
/// <param name="Left">The id of the first KPI.</param>
/// <param name="Right">The id of the second KPI.</param>
public sealed record ProductFormula(string Left, string Right) : Formula
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Operands => [Left, Right];

    private protected override Nano? Compute(ReadOnlySpan<Nano?> values) =>
        values is [{ } left, { } right] ? Nano.Derived(HalfEven.Scale(left.Units, right.Units, Nano.UnitsPerOne)) : null;
}
