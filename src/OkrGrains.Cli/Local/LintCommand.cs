using System.CommandLine;
using System.Globalization;
using OkrGrains.Cli.Output;

namespace OkrGrains.Cli.Local;

/// <summary><c>okr lint PLAN</c>: lists all faults of a plan, without a server.</summary>
internal static class LintCommand
{
    public static Command Create(Terminal terminal)
    {
        var path = new Argument<string>("PLAN") { Description = "The plan file, YAML or JSON." };
        var command = new Command("lint", "Check a plan, without a server.") { path };
        command.Run(terminal, async (parse, cancellation) =>
        {
            var file = await PlanFile.ReadAsync(parse.GetRequiredValue(path), cancellation);
            var keyResults = file.Plan.Objectives.Sum(objective => objective.KeyResults.Length);
            terminal.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"{file.Plan.Workspace}: {file.Plan.Kpis.Length} KPIs, {keyResults} key results, {file.Plan.Objectives.Length} objectives, no faults"));
        });
        return command;
    }
}
