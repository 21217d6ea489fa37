using System.Collections.Immutable;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Formulas;

/// <summary>Left × right; absent when either is.</summary>
/// <param name="Left">A KPI's id.</param>
/// <param name="Right">A KPI's id.</param>
public sealed record ProductFormula(string Left, string Right) : Formula
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Operands => [Left, Right];

    private protected override Nano? Compute(ReadOnlySpan<Nano?> values) =>
        values is [{ } left, { } right] ? Nano.Derived(HalfEven.Scale(left.Units, right.Units, Nano.UnitsPerOne)) : null;
}
