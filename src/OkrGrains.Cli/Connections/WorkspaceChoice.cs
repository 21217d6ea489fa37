using OkrGrains.Cli.Output;
using OkrGrains.Client;
using OkrGrains.Client.Retrying;

namespace OkrGrains.Cli.Connections;

/// <summary>Finds the workspace of a command from an id, or as the only workspace of the server.</summary>
internal static class WorkspaceChoice
{
    private const string Collection = "workspaces/";

    public static string FullName(string workspace) =>
        workspace.StartsWith(Collection, StringComparison.Ordinal) ? workspace : Collection + workspace;

    public static async Task<string> OnlyOneAsync(OkrClient client, RetryOptions? retry, CancellationToken cancellation)
    {
        var workspaces = await client.Goals.ListWorkspacesAsync(retry, cancellation);
        return workspaces.Count switch
        {
            1 => workspaces[0].Name,
            0 => throw new CommandFailure("the server has no workspace yet: apply a plan first"),
            _ => throw new CommandFailure(
            [
                "there are several workspaces; choose one with --workspace:",
                .. workspaces.Select(workspace => "  " + workspace.Name[Collection.Length..]),
            ]),
        };
    }
}
