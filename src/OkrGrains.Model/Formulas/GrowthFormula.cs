using System.Collections.Immutable;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Formulas;

/// <summary>
/// (value − value in the previous calendar period, whole) / |that previous value|; absent when either is absent or the previous is 0.
/// </summary>
/// <param name="Kpi">The id of a KPI with a calendar window that is not itself derived.</param>
/// <param name="Percent">Whether the quotient is multiplied by 100 before rounding.</param>
public sealed record GrowthFormula(string Kpi, bool Percent) : Formula
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Operands => [Kpi];

    /// <inheritdoc/>
    public override ImmutableArray<Operand> Reads => [new(Kpi, false), new(Kpi, true)];

    private protected override Nano? Compute(ReadOnlySpan<Nano?> values) => values is [{ } now, { } before]
        ? RatioFormula.Quotient(now.Units - before.Units, Int128.Abs(before.Units), Percent)
        : null;
}
