using OkrGrains.Model.Numbers;
using OkrGrains.Model.Targets;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Measures;

/// <summary>Reads a linear target: a baseline and a target, which may be given as a change of the baseline (goal-model §4, §5).</summary>
internal static class LinearReader
{
    public static LinearTarget? Read(Fields goal, LinearEnd end, bool byKpi)
    {
        var node = goal.Take(TargetWords.Ends.Of(end))!;
        var amount = Scalars.Number(node, goal.Faults);
        var prorate = goal.Word("prorate", TargetWords.Prorates) ?? Prorate.None;
        if (!TryBaseline(goal, end, byKpi, out var baseline) || amount is null)
        {
            return null;
        }

        if (baseline is { } fix && IsReachedAtOnce(fix, end, amount.Value))
        {
            goal.Faults.Add(node, FaultReason.TargetIsBaseline, "the target is the baseline");
        }

        return new LinearTarget(baseline, end, amount.Value) { Prorate = prorate, FromZero = IsFromZero(goal, baseline) };
    }

    private static bool IsFromZero(Fields goal, Nano? baseline)
    {
        if (baseline is not null)
        {
            goal.RefuseMeaningless("fromZero", "it stands beside `baseline: captured`");
        }
        else if (goal.Has("prorate"))
        {
            goal.RefuseMeaningless("fromZero", "`prorate` compares with the baseline");
        }
        else
        {
            return goal.Flag("fromZero");
        }

        return false;
    }

    private static bool TryBaseline(Fields goal, LinearEnd end, bool byKpi, out Nano? baseline)
    {
        baseline = new Nano(0);
        if (goal.Take("baseline") is not { } node)
        {
            if (end == LinearEnd.Target)
            {
                return true;
            }

            goal.Faults.AddMissing(goal.Map, "baseline", "a change needs a `baseline`");
            return false;
        }

        if (node is ScalarNode { Text: TargetWords.Captured })
        {
            baseline = null;
            if (!byKpi)
            {
                goal.Faults.Add(node, FaultReason.NoMeaning, "only a key result that is measured by one KPI can capture its baseline");
            }

            return byKpi;
        }

        baseline = Scalars.Number(node, goal.Faults);
        return baseline is not null;
    }

    private static bool IsReachedAtOnce(Nano baseline, LinearEnd end, Nano amount) => end switch
    {
        LinearEnd.Target => baseline == amount,
        LinearEnd.ChangeBy => amount.Units == 0,
        _ => amount.Units == 0 || baseline.Units == 0,
    };
}
