using System.CommandLine;
using System.Globalization;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Local;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr apply PLAN</c>: applies a plan file to its workspace.</summary>
internal static class ApplyCommand
{
    public static Command Create(Terminal terminal)
    {
        var path = new Argument<string>("PLAN") { Description = "The plan file, YAML or JSON." };
        var prune = new Option<bool>("--prune") { Description = "Remove goals that the plan does not have. Their readings are kept." };
        var editor = new EditorChoice();
        var server = new ServerChoice();
        var command = new Command("apply", "Apply a plan: all of it, or nothing.") { path, prune };
        editor.AddAllTo(command);
        server.AddServerTo(command);
        command.Run(terminal, async (parse, cancellation) =>
        {
            var file = await PlanFile.ReadAsync(parse.GetRequiredValue(path), cancellation);
            var header = new ApplyPlanHeader
            {
                Prune = parse.GetValue(prune),
                Author = editor.Author(parse),
                Reason = editor.Reason(parse),
                Etag = editor.Etag(parse),
            };
            using var client = server.Connect(parse);
            using var plan = new MemoryStream(file.Bytes, writable: false);
            Report(terminal, await client.Goals.ApplyPlanAsync(plan, header, cancellation));
        });
        return command;
    }

    private static void Report(Terminal terminal, ApplyPlanResponse response)
    {
        Report(terminal, "added", response.Added);
        Report(terminal, "changed", response.Changed);
        Report(terminal, "restored", response.Restored);
        Report(terminal, "removed", response.Removed);
        terminal.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{response.Workspace} at revision {response.Revision}: {response.Added.Count} added, {response.Changed.Count} changed, "
            + $"{response.Restored.Count} restored, {response.Removed.Count} removed, {response.UnchangedCount} unchanged"));
        terminal.Line($"etag {response.Etag}");
    }

    private static void Report(Terminal terminal, string what, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            terminal.Line($"{what} {name}");
        }
    }
}
