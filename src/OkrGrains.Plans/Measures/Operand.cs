using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Measures;

/// <summary>A KPI named in a formula, to be looked up once all KPIs are known.</summary>
/// <param name="Node">The place where the KPI is named.</param>
/// <param name="Kpi">The id of the KPI.</param>
/// <param name="IsGrowth">True if the formula takes the growth of the KPI.</param>
internal readonly record struct Operand(PlanNode Node, string Kpi, bool IsGrowth);

/// <summary>Collects the operands of one formula.</summary>
internal readonly struct OperandList(List<Operand> operands, FaultList faults)
{
    public FaultList Faults { get; } = faults;

    public string? Read(PlanNode node, bool isGrowth)
    {
        var kpi = Scalars.Id(node, Faults);
        if (kpi is not null)
        {
            operands.Add(new Operand(node, kpi, isGrowth));
        }

        return kpi;
    }
}
