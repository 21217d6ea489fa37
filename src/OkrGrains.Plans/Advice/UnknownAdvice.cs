using OkrGrains.Plans.Hints;

namespace OkrGrains.Plans.Advice;

/// <summary>A code that is silenced and that no rule has: it silences nothing.</summary>
internal sealed class UnknownAdvice : IAdviceRule
{
    public string Code => "UNKNOWN_ADVICE";

    public IEnumerable<AdviceAt> Find(AdvisedPlan plan)
    {
        foreach (var (part, off) in plan.Plan.Settings.AllParts)
        {
            for (var i = 0; i < off.Length; i++)
            {
                if (!AdviceRules.Codes.Contains(off[i]))
                {
                    var meant = Nearest.To(off[i], AdviceRules.Codes) is { } nearest ? $"did you mean {nearest}?" : "take it out";
                    yield return new(AdvicePlace.Item(part, "lint.off", i), $"there is no advice {off[i]}: {meant}");
                }
            }
        }
    }
}
