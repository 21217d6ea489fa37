using System.Collections.Immutable;
using System.Numerics;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Formulas;

/// <summary>Left − right; absent when either is.</summary>
/// <param name="Left">A KPI's id.</param>
/// <param name="Right">A KPI's id.</param>
public sealed record DifferenceFormula(string Left, string Right) : Formula
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Operands => [Left, Right];

    private protected override Nano? Compute(ReadOnlySpan<Nano?> values) =>
        values is [{ } left, { } right] ? Nano.Derived((BigInteger)left.Units - right.Units) : null;
}
