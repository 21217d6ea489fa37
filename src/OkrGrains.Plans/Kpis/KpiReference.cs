using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Kpis;

/// <summary>Looks up the KPI that a key result names.</summary>
internal static class KpiReference
{
    /// <param name="node">Where it is named.</param>
    /// <param name="kpis">The KPIs of the plan; null to take any id.</param>
    /// <param name="needsTarget">Whether its score is read.</param>
    /// <param name="faults">Takes what is refused.</param>
    public static string Read(PlanNode node, IdIndex<KpiEntry>? kpis, bool needsTarget, FaultList faults)
    {
        if (Scalars.Id(node, faults) is not { } id)
        {
            return "";
        }

        if (kpis is null)
        {
            return id;
        }

        if (!kpis.TryFind(id, out var kpi))
        {
            faults.Add(node, FaultReason.NoSuchKpi, $"there is no KPI `{id}`");
        }
        else if (needsTarget && !kpi.HasTarget)
        {
            faults.Add(node, FaultReason.KpiWithoutTarget, $"the KPI `{id}` has no target, and so no score");
        }

        return id;
    }
}
