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

    /// <inheritdoc/>
    /// <remarks>One operand is enough.</remarks>
    public override bool HasOperands(ReadOnlySpan<Nano?> values)
    {
        foreach (var value in values)
        {
            if (value is not null)
            {
                return true;
            }
        }

        return false;
    }

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
