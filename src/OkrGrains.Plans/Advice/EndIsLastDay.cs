using System.Globalization;

namespace OkrGrains.Plans.Advice;

/// <summary>A cycle whose end is the last day of a month. The end is the first day that no longer counts, so that day is lost.</summary>
internal sealed class EndIsLastDay : IAdviceRule
{
    public string Code => "END_IS_LAST_DAY";

    public IEnumerable<AdviceAt> Find(AdvisedPlan plan)
    {
        var cycles = plan.Plan.Settings.Cycles;
        for (var i = 0; i < cycles.Length; i++)
        {
            var end = cycles[i].End;
            if (end < DateOnly.MaxValue && end.AddDays(1).Day == 1)
            {
                var next = end.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                yield return new(
                    $"{AdvisedPlan.Item("cycles", i)}.end",
                    $"the end is the first day that no longer counts, so the last day of the month is left out: write {next} if it counts");
            }
        }
    }
}
