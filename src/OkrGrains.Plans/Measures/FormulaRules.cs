using OkrGrains.Model.Goals;
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
    /// <summary>
    /// The most operands of one goal. Each evaluation of the goal reads all of them, in one turn of its grain.
    /// </summary>
    public const int MostOfGoal = 10_000;

    /// <summary>
    /// The most operands of all goals of a plan. A reading at the bottom may bring a contribution on every one of them, each a call.
    /// </summary>
    public const int MostOfPlan = 200_000;

    /// <summary>
    /// The most paths that may lead from a formula down to KPIs, as a power of two. The version of a goal sums over all of them, so it has as
    /// many bits as the paths have, on each edge. A formula of all KPIs before it, within <see cref="MostOfPlan"/>, has 2^631 at most.
    /// </summary>
    public const int MostPathsLog2 = 1_000;

    public static void Check(IReadOnlyList<KpiEntry> kpis, IdIndex<KpiEntry> index, FaultList faults)
    {
        CheckNumbers(kpis, faults);
        var edges = new List<Edge>();
        foreach (var kpi in kpis)
        {
            foreach (var operand in kpi.Operands)
            {
                if (!index.TryFind(operand.Kpi, out var read))
                {
                    faults.Add(operand.Node, FaultReason.NoSuchKpi, $"there is no KPI `{operand.Kpi}`{index.DidYouMean(operand.Kpi, faults)}");
                    continue;
                }

                edges.Add(new Edge(kpi.Number, read.Number, operand.Node));
                if (operand.IsGrowth)
                {
                    CheckGrowth(operand, read, faults);
                }
            }
        }

        var graph = Edge.GraphOf(kpis.Count, edges);
        foreach (var closing in graph.Closing)
        {
            faults.Add(closing.Node, FaultReason.FormulaCycle, "this operand closes a cycle of formulas");
        }

        CheckPaths(kpis, graph, faults);
    }

    /// <summary>Refuses operands beyond the greatest numbers, at the first one too many.</summary>
    private static void CheckNumbers(IReadOnlyList<KpiEntry> kpis, FaultList faults)
    {
        var before = 0;
        foreach (var kpi in kpis)
        {
            if (kpi.Operands.Count > MostOfGoal)
            {
                faults.Add(kpi.Operands[MostOfGoal].Node, FaultReason.TooManyOperands, $"a formula can have {MostOfGoal} operands");
            }

            if (before <= MostOfPlan && before + kpi.Operands.Count > MostOfPlan)
            {
                faults.Add(
                    kpi.Operands[MostOfPlan - before].Node,
                    FaultReason.TooManyOperands,
                    $"the formulas of a plan can have {MostOfPlan} operands in all");
            }

            before += kpi.Operands.Count;
        }
    }

    /// <summary>Refuses formulas with too many paths below: those only that read no other such formula.</summary>
    private static void CheckPaths(IReadOnlyList<KpiEntry> kpis, GoalGraph<int, Edge> graph, FaultList faults)
    {
        var most = Math.ScaleB(1, MostPathsLog2);
        var paths = new double[kpis.Count];

        // An edge leads from a formula to what it reads, so that what is read comes last.
        foreach (var kpi in graph.ChildrenFirst.Reverse())
        {
            // On an edge that closes a cycle nothing is counted: its end comes later. The plan is refused anyway.
            var below = graph.EdgesUp(kpi).Select(edge => edge.To).Distinct().Sum(read => paths[read]);
            paths[kpi] = Math.Max(1, below);
            if (below > most)
            {
                faults.Add(
                    kpis[kpi].Operands[0].Node,
                    FaultReason.TooManyPaths,
                    $"more than 2^{MostPathsLog2} paths lead from this formula down to KPIs: every formula that reads two others doubles them");
                paths[kpi] = 1;
            }
        }
    }

    private static void CheckGrowth(Operand operand, KpiEntry read, FaultList faults)
    {
        if (read.IsDerived)
        {
            faults.Add(operand.Node, FaultReason.GrowthOperand, $"`{operand.Kpi}` is derived itself");
        }
        else if (read.Definition.Measure is { Window: not (CalendarWindow or CompleteWindow) })
        {
            faults.Add(operand.Node, FaultReason.GrowthOperand, $"`{operand.Kpi}` has no window of the calendar, and so no previous period");
        }
    }
}
