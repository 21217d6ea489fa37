using System.Collections.Immutable;
using OkrGrains.Model.Definitions;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Goals;

/// <summary>Reads the milestones of an objective or key result (goal-model §7).</summary>
internal static class MilestonesReader
{
    public static ImmutableArray<Milestone> Read(Fields goal, GoalCycle cycle)
    {
        if (cycle.IsNone)
        {
            goal.RefuseMeaningless("milestones", "nothing is expected without a cycle");
            return [];
        }

        var items = goal.List("milestones");
        if (items.Count == 0)
        {
            return [];
        }

        var milestones = ImmutableArray.CreateBuilder<Milestone>(items.Count);
        foreach (var item in items)
        {
            if (Fields.Of(item, goal.Faults) is { } fields && One(fields, cycle) is { } milestone)
            {
                RefuseOutOfOrder(fields, milestones.LastOrDefault(), milestone);
                milestones.Add(milestone);
            }
        }

        return milestones.ToImmutable();
    }

    private static Milestone? One(Fields milestone, GoalCycle cycle)
    {
        var node = milestone.Require("date");
        var date = node is null ? null : Scalars.Date(node, milestone.Faults);
        var progress = milestone.Require("progress") is { } value ? Scalars.Portion(value, 0, 1, milestone.Faults) : null;
        milestone.RefuseUnknown();
        if (date is { } day && cycle.Definition is { } within && (day <= within.Start || day >= within.End))
        {
            milestone.Faults.Add(node!, FaultReason.OutsideCycle, $"must come after the start of `{within.Id}` and before its end");
        }

        return date is null || progress is null ? null : new Milestone(date.Value, progress.Value);
    }

    private static void RefuseOutOfOrder(Fields milestone, Milestone? before, Milestone after)
    {
        if (before is null)
        {
            return;
        }

        if (after.Date <= before.Date)
        {
            milestone.Faults.Add(milestone.Take("date")!, FaultReason.NotAscending, "the dates must ascend");
        }

        if (after.Progress < before.Progress)
        {
            milestone.Faults.Add(milestone.Take("progress")!, FaultReason.ProgressFalls, "expected progress never falls");
        }
    }
}
