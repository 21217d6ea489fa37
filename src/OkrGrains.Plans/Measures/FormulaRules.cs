using OkrGrains.Model.Measures;
using OkrGrains.Model.Windows;
using OkrGrains.Plans.Goals;
using OkrGrains.Plans.Links;

namespace OkrGrains.Plans.Measures;

/// <summary>
/// Checks the formulas of all KPIs together: every operand must be a KPI of the plan, and the formulas must form no cycle (goal-model §3).
/// </summary>
internal static class FormulaRules
{
    public static void Check(IReadOnlyList<KpiEntry> kpis, IdIndex<KpiEntry> index, FaultList faults)
    {
        var edges = new List<Edge>();
        foreach (var kpi in kpis)
        {
            foreach (var operand in kpi.Operands)
            {
                if (!index.TryFind(operand.Kpi, out var read))
                {
                    faults.Add(operand.Node, FaultReason.NoSuchKpi, $"there is no KPI `{operand.Kpi}`");
                    continue;
                }

                edges.Add(new Edge(kpi.Number, read.Number, operand.Node));
                if (operand.IsGrowth)
                {
                    CheckGrowth(operand, read, faults);
                }
            }
        }

        foreach (var closing in Edge.GraphOf(kpis.Count, edges).Closing)
        {
            faults.Add(closing.Node, FaultReason.FormulaCycle, "this operand closes a cycle of formulas");
        }
    }

    private static void CheckGrowth(Operand operand, KpiEntry read, FaultList faults)
    {
        if (read.IsDerived)
        {
            faults.Add(operand.Node, FaultReason.GrowthOperand, $"`{operand.Kpi}` is derived itself");
        }
        else if (read.Definition.Measure is { Window: not CalendarWindow })
        {
            faults.Add(operand.Node, FaultReason.GrowthOperand, $"`{operand.Kpi}` has no window of the calendar, and so no previous period");
        }
    }
}
