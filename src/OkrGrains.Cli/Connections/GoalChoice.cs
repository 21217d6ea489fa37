using Grpc.Core;
using OkrGrains.Cli.Output;
using OkrGrains.Client;

namespace OkrGrains.Cli.Connections;

/// <summary>Finds the goal for <c>kpis/x</c>, a full name or a bare id.</summary>
internal static class GoalChoice
{
    private static readonly string[] Collections = ["kpis/", "keyResults/", "objectives/"];

    /// <summary>Returns the full name of the goal. It is checked to exist only for a bare id.</summary>
    public static async Task<string> FullNameAsync(OkrClient client, Func<Task<string>> workspace, string goal, CancellationToken cancellation)
    {
        if (goal.StartsWith("workspaces/", StringComparison.Ordinal))
        {
            return goal;
        }

        var parent = await workspace();
        if (Collections.Any(collection => goal.StartsWith(collection, StringComparison.Ordinal)))
        {
            return $"{parent}/{goal}";
        }

        var found = new List<string>();
        foreach (var collection in Collections)
        {
            if (await ExistsAsync(client, $"{parent}/{collection}{goal}", cancellation))
            {
                found.Add(collection + goal);
            }
        }

        if (found.Count == 0)
        {
            // Fails if it is the workspace that does not exist, which says more than that the goal is not in it.
            await client.Goals.TimeZoneAsync(parent, cancellation: cancellation);
        }

        return found.Count switch
        {
            1 => $"{parent}/{found[0]}",
            0 => throw new CommandFailure($"{parent} has no goal with the id {goal}"),
            _ => throw new CommandFailure([$"{goal} may mean any of these goals; say which:", .. found.Select(name => "  " + name)]),
        };
    }

    /// <summary>Returns the workspace of a full name, as <c>workspaces/{w}</c>.</summary>
    public static string WorkspaceOf(string fullName) => string.Join('/', fullName.Split('/').Take(2));

    private static async Task<bool> ExistsAsync(OkrClient client, string name, CancellationToken cancellation)
    {
        try
        {
            await client.Goals.GetAsync(name, cancellation: cancellation);
            return true;
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return false;
        }
    }
}
