using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;

namespace OkrGrains.Plans.Advice;

/// <summary>A goal whose contributions all have the weight 0, so that it has no score.</summary>
internal sealed class WeightsAllZero : IAdviceRule
{
    public string Code => "WEIGHTS_ALL_ZERO";

    public IEnumerable<AdviceAt> Find(AdvisedPlan plan)
    {
        foreach (var (objective, place) in plan.Objectives)
        {
            var ofKeyResults = objective.From == RollUpSource.Aligned ? [] : objective.KeyResults.Select(keyResult => keyResult.Weight);
            var ofAligned = objective.From == RollUpSource.KeyResults ? [] : WeightsTo(plan, GoalKind.Objective, objective.Id);
            if (AreAllZero(ofKeyResults.Concat(ofAligned)))
            {
                yield return At(place, objective.Id);
            }
        }

        foreach (var (keyResult, _, place) in plan.KeyResults)
        {
            var weights = keyResult.Measurement switch
            {
                KpisMeasurement several => several.Kpis.Select(weighted => weighted.Weight),
                AlignedMeasurement => WeightsTo(plan, GoalKind.KeyResult, keyResult.Id),
                _ => [],
            };
            if (AreAllZero(weights))
            {
                yield return At(place, keyResult.Id);
            }
        }
    }

    private static IEnumerable<Weight> WeightsTo(AdvisedPlan plan, GoalKind kind, string id) => plan.LinksTo(kind, id).Select(link => link.Weight);

    private static bool AreAllZero(IEnumerable<Weight> weights)
    {
        var all = weights.ToList();
        return all.Count > 0 && all.TrueForAll(weight => weight.Micro == 0);
    }

    private static AdviceAt At(AdvicePlace place, string id) =>
        new(place, $"all that counts for `{id}` has the weight 0, so it has no score: give a `weight` above 0 to what should count");
}
