using System.Globalization;

namespace OkrGrains.Plans.Advice;

/// <summary>An objective with one, two or more than five key results.</summary>
internal sealed class KeyResultCount : IAdviceRule
{
    private const int Fewest = 3;
    private const int Most = 5;

    public string Code => "KEY_RESULT_COUNT";

    public IEnumerable<AdviceAt> Find(AdvisedPlan plan)
    {
        foreach (var (objective, place) in plan.Objectives)
        {
            var count = objective.KeyResults.Length;
            var has = string.Create(CultureInfo.InvariantCulture, $"`{objective.Id}` has {count} key {(count == 1 ? "result" : "results")}");
            if (count is > 0 and < Fewest)
            {
                yield return new(place.Below("keyResults"), $"{has}: measure it from another side too, {Fewest} to {Most} are good");
            }
            else if (count > Most)
            {
                yield return new(place.Below("keyResults"), $"{has}: keep those that decide, {Fewest} to {Most} are good, or make two objectives of it");
            }
        }
    }
}
