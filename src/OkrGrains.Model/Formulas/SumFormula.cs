using System.Collections.Immutable;
using System.Numerics;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Formulas;

/// <summary>The sum of the operands that are present; absent when all are absent.</summary>
/// <param name="Kpis">The ids of one KPI or more.</param>
public sealed record SumFormula(ImmutableArray<string> Kpis) : Formula
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Operands => Kpis;

    private protected override Nano? Compute(ReadOnlySpan<Nano?> values)
    {
        BigInteger? sum = null;
        foreach (var value in values)
        {
            if (value is { } present)
            {
                sum = (sum ?? 0) + present.Units;
            }
        }

        return sum is { } units ? Nano.Derived(units) : null;
    }
}
