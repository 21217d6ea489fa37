using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;

namespace OkrGrains.Plans.Advice;

/// <summary>A key result that can have no score: it is not measured, and no objective is aligned under it.</summary>
internal sealed class KeyResultFedByNothing : IAdviceRule
{
    public string Code => "KEY_RESULT_FED_BY_NOTHING";

    public IEnumerable<AdviceAt> Find(AdvisedPlan plan) =>
        plan.KeyResults
            .Where(entry => entry.KeyResult.Measurement is AlignedMeasurement && !plan.LinksTo(GoalKind.KeyResult, entry.KeyResult.Id).Any())
            .Select(entry => new AdviceAt(
                entry.Place,
                $"nothing feeds `{entry.KeyResult.Id}`: name a `kpi`, give it a `measure: {{}}` with a `target` and send readings to it, or name "
                + "it in the `parents` of an objective"));
}
