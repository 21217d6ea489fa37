using OkrGrains.Model.Definitions;

namespace OkrGrains.Plans.Advice;

/// <summary>A key result that reads a qualitative KPI and that nobody is asked to look at regularly.</summary>
internal sealed class QualitativeWithoutReview : IAdviceRule
{
    public string Code => "QUALITATIVE_WITHOUT_REVIEW";

    public IEnumerable<AdviceAt> Find(AdvisedPlan plan) =>
        plan.KeyResults.Where(entry => IsUnseen(plan, entry.KeyResult)).Select(entry => new AdviceAt(
            entry.Place.Below("review"),
            $"`{entry.KeyResult.Id}` is qualitative, and nobody is asked about it: write how often it wants a check-in, such as `review: P14D`"));

    private static bool IsUnseen(AdvisedPlan plan, KeyResultDefinition keyResult) =>
        keyResult.Texts.Review is null
        && AdvisedPlan.KpisOf(keyResult).Select(plan.Kpi).Any(kpi => kpi is { Nature: "qualitative", Texts.Review: null });
}
