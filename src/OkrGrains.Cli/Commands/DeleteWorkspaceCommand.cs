using System.CommandLine;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr workspaces delete ID</c>: deletes a workspace once its id was typed again, or with <c>--yes</c>.</summary>
internal static class DeleteWorkspaceCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("ID") { Description = "The id of the workspace, or its full name." };
        var yes = new Option<bool>("--yes") { Description = "Delete without asking." };
        var erase = new Option<bool>("--erase")
        {
            Description = "Remove its bytes from the store too, and those of deleted workspaces that had the id before.",
        };
        var generation = new Option<int?>("--generation")
        {
            Description = "The generation, as okr workspaces --deleted shows it: with --erase the bytes of a deleted one are removed.",
            HelpName = "N",
        };
        var editor = new EditorChoice();
        var server = new ServerChoice();
        var command = new Command("delete", "Delete a workspace for good. Who did so and why stays on record.") { id, yes, erase, generation };
        editor.AddAllTo(command);
        server.AddServerTo(command);
        command.Run(terminal, async (parse, cancellation) =>
        {
            using var client = server.Connect(parse);
            var request = new DeleteWorkspaceRequest
            {
                Name = WorkspaceChoice.FullName(parse.GetRequiredValue(id)),
                Author = editor.Author(parse),
                Reason = editor.Reason(parse),
                Etag = editor.Etag(parse),
                Erase = parse.GetValue(erase),
                RequestId = Guid.NewGuid().ToString("N"),
            };
            var known = await client.Goals.ListWorkspacesAsync(showDeleted: true, cancellation);
            var asked = parse.GetValue(generation);
            var target = known.LastOrDefault(one => one.Name == request.Name && (asked ?? one.Generation) == one.Generation)
                ?? throw new CommandFailure($"there is no workspace {request.Name}{(asked is null ? "" : $", generation {asked}")}");

            // Nothing else than what is shown here is deleted, whatever happens until the answer.
            request.Generation = target.Generation;
            request.Etag = request.Etag.Length > 0 ? request.Etag : target.Etag;
            terminal.Progress(Warning(target, request.Erase));
            if (!parse.GetValue(yes))
            {
                TypedConfirmation.Ask(terminal, request.Name[(request.Name.IndexOf('/', StringComparison.Ordinal) + 1)..]);
            }

            var deleted = await client.Goals.DeleteWorkspaceAsync(request, cancellation);
            terminal.Line(WorkspacesCommand.Describe(deleted));
            if (deleted.Tombstone.Erasure == Erasure.Running)
            {
                terminal.Progress("okr workspaces --deleted says when its bytes are removed");
            }
        });
        return command;
    }

    private static string Warning(Workspace target, bool erase)
    {
        if (target.Tombstone is not null)
        {
            return erase
                ? $"the bytes of {target.Name}, generation {target.Generation}, which is deleted, will be removed from the store"
                : throw new CommandFailure($"{target.Name} is deleted already; --erase removes its bytes");
        }

        var what = $"{target.Name} with {Numerals.Count(target.GoalCount, "goal")}, its readings, check-ins and history will be deleted";
        return erase ? $"{what}, and its bytes removed from the store" : what;
    }
}
