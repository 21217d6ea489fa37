using OkrGrains.Model.Definitions;

namespace OkrGrains.Plans.Advice;

/// <summary>An objective whose key results all read one and the same KPI. One number alone can be moved at the cost of what it stands for.</summary>
internal sealed class FewKpis : IAdviceRule
{
    public string Code => "FEW_KPIS";

    public IEnumerable<AdviceAt> Find(AdvisedPlan plan)
    {
        foreach (var (objective, place) in plan.Objectives)
        {
            var kpis = objective.KeyResults.SelectMany(keyResult => AdvisedPlan.KpisOf(keyResult)).Distinct(StringComparer.Ordinal).Take(2).ToList();
            var areAllByKpi = objective.KeyResults.All(keyResult => keyResult.Measurement is KpiMeasurement or KpisMeasurement);
            if (objective.KeyResults.Length > 1 && areAllByKpi && kpis.Count == 1)
            {
                yield return new(
                    place.Below("keyResults"),
                    $"all key results of `{objective.Id}` read the one KPI `{kpis[0]}`: measure with another that suffers when this one is forced");
            }
        }
    }
}
