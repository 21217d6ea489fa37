using System.Collections.Immutable;

namespace OkrGrains.Model.Formulas;

/// <summary>How a derived KPI's value follows from the values of other KPIs at the same instant (goal-model §3).</summary>
public abstract record Formula
{
    private protected Formula()
    {
    }

    /// <summary>The ids of the KPIs read, in the order of the plan; the same may stand twice.</summary>
    public abstract ImmutableArray<string> Operands { get; }
}

/// <summary>The sum of the operands that are present; absent when all are absent.</summary>
/// <param name="Kpis">One operand or more.</param>
public sealed record SumFormula(ImmutableArray<string> Kpis) : Formula
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Operands => Kpis;
}

/// <summary>Left − right; absent when either is.</summary>
/// <param name="Left">A KPI's id.</param>
/// <param name="Right">A KPI's id.</param>
public sealed record DifferenceFormula(string Left, string Right) : Formula
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Operands => [Left, Right];
}

/// <summary>Left × right; absent when either is.</summary>
/// <param name="Left">A KPI's id.</param>
/// <param name="Right">A KPI's id.</param>
public sealed record ProductFormula(string Left, string Right) : Formula
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Operands => [Left, Right];
}

/// <summary>Left / right; absent when either is or right is 0.</summary>
/// <param name="Left">A KPI's id.</param>
/// <param name="Right">A KPI's id.</param>
/// <param name="Percent">Whether the quotient is multiplied by 100 before rounding.</param>
public sealed record RatioFormula(string Left, string Right, bool Percent) : Formula
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Operands => [Left, Right];
}

/// <summary>
/// (value − value in the previous calendar period, whole) / |that previous value|; absent when either is absent or the previous is 0.
/// </summary>
/// <param name="Kpi">The id of a KPI with a calendar window that is not itself derived.</param>
/// <param name="Percent">Whether the quotient is multiplied by 100 before rounding.</param>
public sealed record GrowthFormula(string Kpi, bool Percent) : Formula
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Operands => [Kpi];
}
