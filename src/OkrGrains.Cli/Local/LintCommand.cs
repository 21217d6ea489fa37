using System.CommandLine;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;

namespace OkrGrains.Cli.Local;

/// <summary><c>okr lint PLAN</c>: lists all faults of a plan, or else the advice on it, without a server.</summary>
internal static class LintCommand
{
    public static Command Create(Terminal terminal)
    {
        var path = new Argument<string>("PLAN") { Description = "The plan file, YAML or JSON." };
        var strict = new Option<bool>("--strict") { Description = "Fail when there is advice too, not only when there are faults." };
        var command = new Command("lint", "Check a plan and give advice on it, without a server.") { path, strict };
        command.Run(terminal, async (parse, cancellation) =>
        {
            var file = await PlanFile.ReadAdvisedAsync(parse.GetRequiredValue(path), cancellation);
            foreach (var advice in file.Advice)
            {
                terminal.Line(advice);
            }

            var keyResults = file.Plan.Objectives.Sum(objective => objective.KeyResults.Length);
            var count = file.Advice.Length == 0 ? "" : $", {Numerals.Count(file.Advice.Length, "piece")} of advice";
            terminal.Line(
                $"{file.Plan.Workspace}: {Numerals.Count(file.Plan.Kpis.Length, "KPI")}, {Numerals.Count(keyResults, "key result")}, "
                + $"{Numerals.Count(file.Plan.Objectives.Length, "objective")}, no faults{count}");
            if (parse.GetValue(strict) && file.Advice.Length > 0)
            {
                throw new CommandFailure("there is advice, and --strict takes it for faults");
            }
        });
        return command;
    }
}
