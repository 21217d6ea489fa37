using OkrGrains.Plans.Goals;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Links;

/// <summary>Looks up the KPI that a key result names.</summary>
internal static class KpiReference
{
    /// <summary>Returns the id of the KPI; empty when it is not in the form of an id.</summary>
    /// <param name="node">The place where the KPI is named.</param>
    /// <param name="kpis">The KPIs of the plan; null to accept any id.</param>
    /// <param name="needsTarget">True if the score of the KPI is read, so that it must have a target.</param>
    /// <param name="faults">The list that receives the faults.</param>
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
            faults.Add(node, FaultReason.NoSuchKpi, $"there is no KPI `{id}`{kpis.DidYouMean(id, faults)}");
        }
        else if (needsTarget && !kpi.HasTarget)
        {
            faults.Add(node, FaultReason.KpiWithoutTarget, $"the KPI `{id}` has no target, and so no score");
        }

        return id;
    }
}
