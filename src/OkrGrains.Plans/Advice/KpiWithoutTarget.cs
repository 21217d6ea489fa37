namespace OkrGrains.Plans.Advice;

/// <summary>A KPI that nothing compares with anything: it has no target, and neither a key result nor a formula reads it.</summary>
internal sealed class KpiWithoutTarget : IAdviceRule
{
    public string Code => "KPI_WITHOUT_TARGET";

    public IEnumerable<AdviceAt> Find(AdvisedPlan plan)
    {
        var read = plan.KeyResults.SelectMany(entry => AdvisedPlan.KpisOf(entry.KeyResult))
            .Concat(plan.Plan.Kpis.SelectMany(kpi => kpi.Formula?.Operands ?? []))
            .ToHashSet(StringComparer.Ordinal);
        return plan.Kpis.Where(entry => entry.Kpi.Target is null && !read.Contains(entry.Kpi.Id)).Select(entry => new AdviceAt(
            entry.Place,
            $"nothing says what is good for `{entry.Kpi.Id}`: give it a `target`, or name it in a key result or a formula"));
    }
}
