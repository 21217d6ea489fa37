using System.CommandLine;
using System.Globalization;
using Grpc.Core;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Local;
using OkrGrains.Cli.Output;
using OkrGrains.Client;
using OkrGrains.Contracts.V1;
using OkrGrains.Plans;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr apply PLAN…</c>: applies plan files to their workspace.</summary>
internal static class ApplyCommand
{
    private const int MostAdvice = 5;

    public static Command Create(Terminal terminal)
    {
        var paths = PlanPaths.Argument();
        var prune = new Option<bool>("--prune") { Description = "Remove goals that the plan does not have, of its part only. Their readings are kept." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Change nothing, and say what the plan would change." };
        var editor = new EditorChoice();
        var server = new ServerChoice();
        var command = new Command("apply", "Apply a plan: all of it, or nothing.") { paths, prune, dryRun };
        editor.AddAllTo(command);
        server.AddServerTo(command);
        command.Run(terminal, async (parse, cancellation) =>
        {
            var given = await GivenPlans.LoadAsync(parse.GetRequiredValue(paths), cancellation);
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
            await CheckAsync(terminal, given, client, cancellation);
            var response = await client.Goals.ApplyPlansAsync(
                [.. given.Files.Select(file => new MemoryStream(file, writable: false))], header, cancellation);
            Report(terminal, response, header.ValidateOnly);
        });
        return command;
    }

    /// <summary>
    /// Reads the plan as the server will, so that faults are told by files and lines. What is missing may be in parts of the workspace that
    /// are not given: only then the server is asked for these.
    /// </summary>
    private static async Task CheckAsync(Terminal terminal, GivenPlans given, OkrClient client, CancellationToken cancellation)
    {
        var files = given.Parse(TextCleaning.All);
        var reading = files.Read([]);
        if (!reading.IsAccepted && files.Workspace.Length > 0)
        {
            var others = await OthersAsync(files.Workspace, client, cancellation);
            reading = others.Count > 0 ? given.Parse(TextCleaning.All).Read(others) : reading;
        }

        given.Accepted(reading);
        given.ReportCleaned(terminal, reading);
    }

    private static async Task<IReadOnlyCollection<StoredPart>> OthersAsync(
        string workspace, OkrClient client, CancellationToken cancellation)
    {
        try
        {
            var parts = await client.Goals.ExportPlanAsync($"workspaces/{workspace}", cancellation: cancellation);
            return [.. parts.Select(part => new StoredPart(part.Part, part.Plan))];
        }
        catch (RpcException)
        {
            // There is no workspace yet, or no server: what was found in the files alone is all that can be said.
            return [];
        }
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
