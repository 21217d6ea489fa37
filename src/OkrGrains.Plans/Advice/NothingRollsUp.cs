using OkrGrains.Model.Goals;
using OkrGrains.Model.Rules;

namespace OkrGrains.Plans.Advice;

/// <summary>An objective that can have no score, because nothing that it takes into account rolls up to it.</summary>
internal sealed class NothingRollsUp : IAdviceRule
{
    public string Code => "NOTHING_ROLLS_UP";

    public IEnumerable<AdviceAt> Find(AdvisedPlan plan)
    {
        foreach (var (objective, place) in plan.Objectives)
        {
            var hasKeyResults = objective.KeyResults.Length > 0;
            var hasAligned = plan.LinksTo(GoalKind.Objective, objective.Id).Any();
            var takesSome = (hasKeyResults && objective.From != RollUpSource.Aligned) || (hasAligned && objective.From != RollUpSource.KeyResults);
            if (!takesSome)
            {
                yield return new(place, hasKeyResults || hasAligned
                    ? $"`{objective.Id}` takes nothing of what is below it: leave `from` out, or write `from: both`"
                    : $"nothing rolls up to `{objective.Id}`: give it key results, or name it in the `parents` of other objectives");
            }
        }
    }
}
