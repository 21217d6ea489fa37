using System.Collections.Immutable;
using System.Numerics;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Formulas;

/// <summary>The formula left − right; absent when either operand is.</summary>
/// <param name="Left">The id of the KPI that is subtracted from.</param>
/// <param name="Right">The id of the KPI that is subtracted.</param>
public sealed record DifferenceFormula(string Left, string Right) : Formula
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Operands => [Left, Right];

    private protected override Nano? Compute(ReadOnlySpan<Nano?> values) =>
        values is [{ } left, { } right] ? Nano.Derived((BigInteger)left.Units - right.Units) : null;
}
