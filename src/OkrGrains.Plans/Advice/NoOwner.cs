namespace OkrGrains.Plans.Advice;

/// <summary>
/// A goal that nobody answers for. A key result has the owner of its objective, and a KPI that others read has theirs.
/// </summary>
internal sealed class NoOwner : IAdviceRule
{
    public string Code => "NO_OWNER";

    public IEnumerable<AdviceAt> Find(AdvisedPlan plan)
    {
        var read = plan.KeyResults.SelectMany(entry => AdvisedPlan.KpisOf(entry.KeyResult))
            .Concat(plan.Plan.Kpis.SelectMany(kpi => kpi.Formula?.Operands ?? []))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var (kpi, place) in plan.Kpis)
        {
            if (kpi.Texts.Owner is null && !read.Contains(kpi.Id))
            {
                yield return new(place.Below("owner"), $"nobody answers for the KPI `{kpi.Id}`: name a person or a team as its `owner`");
            }
        }

        foreach (var (objective, place) in plan.Objectives)
        {
            if (objective.Texts.Owner is null)
            {
                yield return new(place.Below("owner"), $"nobody answers for the objective `{objective.Id}`: name a person or a team as its `owner`");
            }
        }
    }
}
