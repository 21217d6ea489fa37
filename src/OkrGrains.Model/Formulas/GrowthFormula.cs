using System.Collections.Immutable;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Formulas;

/// <summary>
/// The formula (value − value of the previous whole calendar period) / |that previous value|. It is absent when either value is absent or
/// the previous one is 0.
/// </summary>
/// <param name="Kpi">The id of a KPI with a calendar or a complete window that is not itself derived.</param>
/// <param name="Percent">True to multiply the quotient by 100 before it is rounded.</param>
public sealed record GrowthFormula(string Kpi, bool Percent) : Formula
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Operands => [Kpi];

    /// <inheritdoc/>
    public override ImmutableArray<Operand> Reads => [new(Kpi, ReadPart.Window), new(Kpi, ReadPart.PreviousPeriod)];

    /// <inheritdoc/>
    /// <remarks>Only the present value is needed: a growth since nothing is not defined.</remarks>
    public override bool HasOperands(ReadOnlySpan<Nano?> values) => values[0] is not null;

    private protected override Nano? Compute(ReadOnlySpan<Nano?> values) => values is [{ } now, { } before]
        ? RatioFormula.Quotient(now.Units - before.Units, Int128.Abs(before.Units), Percent)
        : null;
}
