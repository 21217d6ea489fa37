using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Plans;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Queries;

/// <summary>Builds a plan from stored definitions.</summary>
internal static class StoredPlan
{
    /// <summary>Returns the current definition of a goal.</summary>
    public static GoalDefinition DefinitionOf(GoalRow row) => new(row.Goal, row.Name, row.Owner, row.Ordinal, row.Removed, row.Body);

    /// <summary>Returns the plan of a workspace as it is now, without goals that were removed.</summary>
    public static Plan Of(WorkspaceRow workspace, IEnumerable<GoalRow> goals) =>
        Of(workspace.Id, workspace.Settings.Span, goals.Where(goal => !goal.Removed).Select(DefinitionOf));

    /// <summary>Returns the plan of some goals; key results whose objective is not among them are left out.</summary>
    public static Plan Of(string workspace, ReadOnlySpan<byte> settings, IEnumerable<GoalDefinition> goals)
    {
        GoalDefinition[] ordered = [.. goals.OrderBy(goal => goal.Ordinal)];
        var keyResults = ordered.Where(goal => goal.Name.Kind == GoalKind.KeyResult).ToLookup(goal => goal.Owner!.Value);
        return new Plan
        {
            Workspace = workspace,
            Settings = DefinitionJson.ReadSettings(settings),
            Kpis = [.. ordered.Where(goal => goal.Name.Kind == GoalKind.Kpi).Select(goal => DefinitionJson.ReadKpi(goal.Body.Span))],
            Objectives =
            [
                .. ordered.Where(goal => goal.Name.Kind == GoalKind.Objective).Select(goal =>
                    DefinitionJson.ReadObjective(goal.Body.Span) with
                    {
                        KeyResults = [.. keyResults[goal.Goal].Select(keyResult => DefinitionJson.ReadKeyResult(keyResult.Body.Span))],
                    }),
            ],
        };
    }
}
