using System.CommandLine;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr workspaces</c>: lists the workspaces of a server; <c>okr workspaces delete ID</c> deletes one.</summary>
internal static class WorkspacesCommand
{
    public static Command Create(Terminal terminal)
    {
        var deleted = new Option<bool>("--deleted") { Description = "List deleted workspaces too: who deleted them, when and why." };
        var server = new ServerChoice();
        var command = new Command("workspaces", "List the workspaces of a server, or delete one.") { deleted };
        server.AddServerTo(command);
        command.Subcommands.Add(DeleteWorkspaceCommand.Create(terminal));
        command.Run(terminal, async (parse, cancellation) =>
        {
            using var client = server.Connect(parse);
            var all = await client.Goals.ListWorkspacesAsync(parse.GetValue(deleted), cancellation);
            foreach (var workspace in all)
            {
                terminal.Line(Describe(workspace));
            }

            if (all.Count == 0)
            {
                terminal.Progress("There is no workspace yet; okr apply makes one.");
            }
        });
        return command;
    }

    /// <summary>Returns a line about a workspace.</summary>
    public static string Describe(Workspace workspace) => workspace.Tombstone is { } tombstone
        ? $"{workspace.Name}: generation {workspace.Generation}, deleted at {InstantParsing.Of(tombstone.DeletedAt)}{By(tombstone)}"
            + $"; {Bytes(tombstone.Erasure)}"
        : $"{workspace.Name}: {Numerals.Count(workspace.GoalCount, "goal")}, revision {workspace.Revision}"
            + (workspace.Generation > 1 ? $", generation {workspace.Generation}" : "");

    private static string By(Tombstone tombstone)
    {
        var author = tombstone.Author.Length > 0 ? $" by {tombstone.Author}" : "";
        var reason = tombstone.Reason.Length > 0 ? $" ({tombstone.Reason.ReplaceLineEndings(" ")})" : "";
        return author + reason;
    }

    private static string Bytes(Erasure erasure) => erasure switch
    {
        Erasure.Running => "its bytes are being removed",
        Erasure.Done => "its bytes are removed",
        _ => "its bytes are kept",
    };
}
