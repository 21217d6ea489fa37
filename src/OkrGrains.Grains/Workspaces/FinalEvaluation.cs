using OkrGrains.Grains.Queries;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Workspaces;

/// <summary>Evaluates the goals of a cycle at its end, from scratch, by the definitions and readings that count in a cut.</summary>
internal sealed class FinalEvaluation(IDefinitionStore store, IReadingStore readings)
{
    /// <param name="workspace">The workspace's id.</param>
    /// <param name="cycle">The cycle's id.</param>
    /// <param name="cut">The definitions and readings that count.</param>
    /// <param name="cancellation">Cancels the evaluation.</param>
    /// <returns>The cycle's end and the finals; null when the plan of the cut has no such cycle.</returns>
    public async Task<(Instant At, IReadOnlyList<Final> Finals)?> RunAsync(
        string workspace, string cycle, ClosingCut cut, CancellationToken cancellation)
    {
        if (await store.ReadDefinitionsAsync(workspace, cut, cancellation) is not { } past)
        {
            return null;
        }

        var goals = past.Goals.Where(goal => !goal.Removed).ToList();
        var plan = StoredPlan.Of(workspace, past.Settings.Span, goals);
        if (plan.Settings.Cycles.FirstOrDefault(one => one.Id == cycle) is not { } definition)
        {
            return null;
        }

        var at = CycleSpan.Of(definition, Zone.Find(plan.Settings.TimeZone)).End;
        var roots = RootsOf(plan, cycle);
        var numbers = goals.ToDictionary(goal => goal.Name, goal => goal.Goal);
        var figures = await new HistoryEvaluation(readings).EvaluateAsync(
            PlanSlice.Of(plan, roots), numbers, cut, at, long.MaxValue, cancellation);
        return (at, [.. roots.Select(root => FinalOf(numbers[root], figures[root])).OrderBy(final => final.Goal)]);
    }

    private static List<GoalName> RootsOf(Plan plan, string cycle) =>
    [
        .. plan.Objectives.Where(objective => objective.Cycle == cycle).SelectMany(objective => objective.KeyResults
            .Select(keyResult => new GoalName(GoalKind.KeyResult, keyResult.Id)).Append(new GoalName(GoalKind.Objective, objective.Id))),
    ];

    private static Final FinalOf(long goal, GoalFigures figures) => new(
        goal, figures.Score ?? Portion.Zero, figures.Coverage ?? Portion.Zero, figures.Grade!.Value);
}
