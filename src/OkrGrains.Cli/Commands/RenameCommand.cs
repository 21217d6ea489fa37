using System.CommandLine;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr rename GOAL ID</c>: gives a goal another id, wherever the plan names it.</summary>
internal static class RenameCommand
{
    public static Command Create(Terminal terminal)
    {
        var goal = new Argument<string>("GOAL") { Description = "The goal, written as for show." };
        var id = new Argument<string>("ID") { Description = "Its new id. Readings, scores and history stay with it." };
        var editor = new EditorChoice();
        var server = new ServerChoice();
        var command = new Command("rename", "Give a goal another id, wherever it is named.") { goal, id };
        editor.AddAllTo(command);
        server.AddBothTo(command);
        command.Run(terminal, async (parse, cancellation) =>
        {
            using var client = server.Connect(parse);
            var name = await GoalChoice.FullNameAsync(
                client, () => server.WorkspaceAsync(parse, client, cancellation), parse.GetRequiredValue(goal), cancellation);
            var request = new RenameGoalRequest
            {
                Name = name,
                NewId = parse.GetRequiredValue(id),
                Author = editor.Author(parse),
                Reason = editor.Reason(parse),
                Etag = editor.Etag(parse),
            };
            var renamed = await client.Goals.RenameAsync(request, cancellation);
            foreach (var changed in renamed.Changed)
            {
                terminal.Line($"changed {changed}");
            }

            terminal.Line($"etag {renamed.Etag}");
        });
        return command;
    }
}
