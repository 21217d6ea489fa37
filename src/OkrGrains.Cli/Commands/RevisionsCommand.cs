using System.CommandLine;
using System.Globalization;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr revisions [GOAL]</c>: lists the definitions that a goal has had, or the changes of the workspace.</summary>
internal static class RevisionsCommand
{
    public static Command Create(Terminal terminal)
    {
        var goal = new Argument<string?>("GOAL")
        {
            Description = "The goal, written as for show. All changes of the workspace when left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var server = new ServerChoice();
        var command = new Command("revisions", "List who changed a goal, when, why and to what.") { goal };
        server.AddBothTo(command);
        command.Run(terminal, async (parse, cancellation) =>
        {
            using var client = server.Connect(parse);
            Task<string> Workspace() => server.WorkspaceAsync(parse, client, cancellation);
            var name = parse.GetValue(goal) is { Length: > 0 } given
                ? await GoalChoice.FullNameAsync(client, Workspace, given, cancellation)
                : await Workspace();
            await foreach (var revision in client.Goals.RevisionsAsync(name, cancellation))
            {
                terminal.Line(Line(revision));
            }

            var workspaces = await client.Goals.ListWorkspacesAsync(cancellation: cancellation);
            var of = GoalChoice.WorkspaceOf(name);
            var listed = workspaces.FirstOrDefault(workspace => workspace.Name == of)
                ?? throw new CommandFailure($"{of} was deleted meanwhile");
            terminal.Line($"etag {listed.Etag}");
        });
        return command;
    }

    private static string Line(Revision revision)
    {
        var at = InstantParsing.Of(revision.AcceptedAt);
        var what = revision switch
        {
            { Closing: ClosingKind.Closed } => $"closed {revision.Cycle}",
            { Closing: ClosingKind.Reopened } => $"reopened {revision.Cycle}",
            { Name.Length: 0 } => Numerals.Count(revision.GoalCount, "goal") + (revision.Definition.Length > 0 ? " and the settings" : ""),
            { Removed: true } => $"removed {revision.Name}",
            _ => $"{revision.Name} {revision.Definition}",
        };
        var why = revision.Reason.Length > 0 ? $" ({revision.Reason.ReplaceLineEndings(" ")})" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{revision.Revision_} {at} {revision.Author}{why}: {what}");
    }
}
