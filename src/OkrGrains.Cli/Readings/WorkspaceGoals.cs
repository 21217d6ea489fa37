using System.Text.Json;
using OkrGrains.Client;
using OkrGrains.Client.Retrying;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Goals;
using OkrGrains.Plans.Readings;
using GoalKind = OkrGrains.Model.Goals.GoalKind;

namespace OkrGrains.Cli.Readings;

/// <summary>Reads from a server which goals of a workspace take readings.</summary>
internal static class WorkspaceGoals
{
    private const string Collection = "workspaces/";

    public static async Task<ReadingGoals> LoadAsync(
        OkrClient client, string workspace, RetryOptions retry, CancellationToken cancellation)
    {
        var list = await client.Goals.ListAsync(workspace, retry: retry, cancellation: cancellation);
        var goals = new ReadingGoals(IdOf(workspace));
        foreach (var goal in list.Goals)
        {
            var id = goal.Name[(goal.Name.LastIndexOf('/') + 1)..];
            goals.Add(new GoalName(KindOf(goal), id), TakesReadings(goal));
        }

        return goals;
    }

    public static string IdOf(string workspace) => workspace[Collection.Length..];

    private static GoalKind KindOf(Goal goal) => goal.Kind switch
    {
        Contracts.V1.GoalKind.Kpi => GoalKind.Kpi,
        Contracts.V1.GoalKind.KeyResult => GoalKind.KeyResult,
        _ => GoalKind.Objective,
    };

    // A KPI takes readings unless a formula derives it; a key result only if it has a measure of its own.
    private static bool TakesReadings(Goal goal)
    {
        if (goal.Kind == Contracts.V1.GoalKind.Objective)
        {
            return false;
        }

        using var definition = JsonDocument.Parse(goal.Definition);
        return goal.Kind == Contracts.V1.GoalKind.Kpi
            ? !definition.RootElement.TryGetProperty("formula", out _)
            : definition.RootElement.TryGetProperty("measure", out _);
    }
}
