using System.Globalization;

namespace OkrGrains.Plans.Advice;

/// <summary>A cycle whose end is the last day of a month. The end is the first day that no longer counts, so that day is lost.</summary>
internal sealed class EndIsLastDay : IAdviceRule
{
    public string Code => "END_IS_LAST_DAY";

    public IEnumerable<AdviceAt> Find(AdvisedPlan plan)
    {
        foreach (var (cycle, place) in plan.Cycles)
        {
            var end = cycle.End;
            if (!cycle.GivesLastDay && end < DateOnly.MaxValue && end.AddDays(1).Day == 1)
            {
                var last = end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                yield return new(
                    place.Below("end"),
                    $"the end is the first day that no longer counts, so the last day of the month is left out: write `through: {last}` if it counts");
            }
        }
    }
}
