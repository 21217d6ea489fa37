using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Plans;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Queries;

/// <summary>The current definitions, with an earlier one of a single goal.</summary>
/// <remarks>
/// KPIs that were removed since are among them, for the goal may have read them, and so is the objective that a key result belonged to. The
/// goals that the earlier definition names are found by their numbers, so that it follows renames.
/// </remarks>
/// <param name="Goals">The definitions.</param>
/// <param name="Numbers">The goals' numbers by their current names.</param>
internal sealed record DefinitionMix(IReadOnlyList<GoalDefinition> Goals, IReadOnlyDictionary<GoalName, long> Numbers)
{
    public static DefinitionMix Of(
        GoalName name, GoalDefinition then, IReadOnlyList<GoalDefinition> past, IReadOnlyList<GoalRow> now)
    {
        var goals = now.Where(row => !row.Removed).Select(StoredPlan.DefinitionOf).ToDictionary(goal => goal.Name);
        var rows = now.ToDictionary(row => row.Goal);
        foreach (var gone in now.Where(row => row.Removed && IsNeeded(row, then)).OrderByDescending(row => row.Defined))
        {
            goals.TryAdd(gone.Name, WithoutParents(StoredPlan.DefinitionOf(gone)));
        }

        var renaming = new Renaming(past.Where(goal => !goal.Removed && rows[goal.Goal].Name != goal.Name)
            .ToDictionary(goal => goal.Name, goal => rows[goal.Goal].Name.Id));
        goals[name] = WithoutParents(then with { Name = name, Removed = false, Body = Body(renaming, then) });
        return new([.. goals.Values], goals.ToDictionary(goal => goal.Key, goal => goal.Value.Goal));
    }

    private static bool IsNeeded(GoalRow row, GoalDefinition then) => row.Name.Kind == GoalKind.Kpi || row.Goal == then.Owner;

    /// <summary>
    /// Returns a definition without the parents that an objective is aligned under. They do not matter for what it is worth itself, and may
    /// be gone.
    /// </summary>
    private static GoalDefinition WithoutParents(GoalDefinition goal) => goal.Name.Kind != GoalKind.Objective ? goal : goal with
    {
        Body = DefinitionJson.Write(DefinitionJson.ReadObjective(goal.Body.Span) with { Parents = [] }),
    };

    private static byte[] Body(Renaming renaming, GoalDefinition goal) => goal.Name.Kind switch
    {
        GoalKind.Kpi => DefinitionJson.Write(renaming.Of(DefinitionJson.ReadKpi(goal.Body.Span))),
        GoalKind.KeyResult => DefinitionJson.Write(renaming.Of(DefinitionJson.ReadKeyResult(goal.Body.Span))),
        _ => DefinitionJson.Write(renaming.Of(DefinitionJson.ReadObjective(goal.Body.Span))),
    };
}
