using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Formulas;

/// <summary>A KPI named in a formula, to be looked up once all KPIs are known.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Kpi">Its id.</param>
/// <param name="IsGrowth">Whether its growth is taken.</param>
internal readonly record struct Operand(PlanNode Node, string Kpi, bool IsGrowth);

/// <summary>Gathers the operands of one formula.</summary>
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
