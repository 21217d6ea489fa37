using System.CommandLine;
using System.Globalization;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Local;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr apply PLAN</c>: applies a plan file to its workspace.</summary>
internal static class ApplyCommand
{
    private const int MostAdvice = 5;

    public static Command Create(Terminal terminal)
    {
        var path = new Argument<string>("PLAN") { Description = "The plan file, YAML or JSON." };
        var prune = new Option<bool>("--prune") { Description = "Remove goals that the plan does not have. Their readings are kept." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Change nothing, and say what the plan would change." };
        var editor = new EditorChoice();
        var server = new ServerChoice();
        var command = new Command("apply", "Apply a plan: all of it, or nothing.") { path, prune, dryRun };
        editor.AddAllTo(command);
        server.AddServerTo(command);
        command.Run(terminal, async (parse, cancellation) =>
        {
            var file = await PlanFile.ReadCleanedAsync(terminal, parse.GetRequiredValue(path), cancellation);
            var header = new ApplyPlanHeader
            {
                Prune = parse.GetValue(prune),
                Author = editor.Author(parse),
                Reason = editor.Reason(parse),
                Etag = editor.Etag(parse),
                CleanTexts = true,
                ValidateOnly = parse.GetValue(dryRun),
            };
            using var client = server.Connect(parse);
            using var plan = new MemoryStream(file.Bytes, writable: false);
            var response = await client.Goals.ApplyPlanAsync(plan, header, cancellation);
            Report(terminal, response, header.ValidateOnly);
        });
        return command;
    }

    private static void Report(Terminal terminal, ApplyPlanResponse response, bool dryRun)
    {
        Report(terminal, "added", response.Added);
        Report(terminal, "changed", response.Changed);
        Report(terminal, "restored", response.Restored);
        Report(terminal, "removed", response.Removed);
        foreach (var change in response.Changes)
        {
            terminal.Line($"{change.Name} {change.Key}: {Value(change.Before)} → {Value(change.After)}");
        }

        if (response.ChangeCount > response.Changes.Count)
        {
            terminal.Line($"and {Numerals.Count(response.ChangeCount - response.Changes.Count, "more key")}");
        }

        Advise(terminal, response);
        var cleaned = response.CleanedCount > 0 ? $", {Numerals.Count(response.CleanedCount, "text")} cleaned" : "";
        terminal.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{response.Workspace} {(dryRun ? "would change from" : "at")} revision {response.Revision}: {Count(response.Added.Count, response.AddedCount)} added, "
            + $"{Count(response.Changed.Count, response.ChangedCount)} changed, {Count(response.Restored.Count, response.RestoredCount)} restored, "
            + $"{Count(response.Removed.Count, response.RemovedCount)} removed, {response.UnchangedCount} unchanged{cleaned}"));
        terminal.Line($"etag {response.Etag}");
    }

    private static string Value(string json) => json.Length == 0 ? "none" : json;

    /// <summary>Tells the first pieces of advice. None of them keeps a plan from being applied.</summary>
    private static void Advise(Terminal terminal, ApplyPlanResponse response)
    {
        foreach (var advice in response.Advice.Take(MostAdvice))
        {
            terminal.Line($"advice: line {advice.Line}: {advice.Place}: {advice.Message} [{advice.Code}]");
        }

        if (response.AdviceCount > MostAdvice)
        {
            terminal.Line($"advice: {Numerals.Count(response.AdviceCount - MostAdvice, "more piece")}: okr lint lists all");
        }
    }

    // An older server lists every name and counts none.
    private static int Count(int listed, int count) => Math.Max(listed, count);

    private static void Report(Terminal terminal, string what, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            terminal.Line($"{what} {name}");
        }
    }
}
