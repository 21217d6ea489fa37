using System.CommandLine;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;

namespace OkrGrains.Cli.Local;

/// <summary><c>okr lint PLAN…</c>: lists all faults of a plan, or else the advice on it, without a server.</summary>
internal static class LintCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = PlanPaths.Argument();
        var strict = new Option<bool>("--strict") { Description = "Fail when there is advice too, not only when there are faults." };
        var command = new Command("lint", "Check a plan and give advice on it, without a server.") { paths, strict };
        command.Run(terminal, async (parse, cancellation) =>
        {
            var (plan, advice) = (await GivenPlans.LoadAsync(parse.GetRequiredValue(paths), cancellation)).ReadAdvised();
            foreach (var piece in advice)
            {
                terminal.Line(piece);
            }

            var keyResults = plan.Objectives.Sum(objective => objective.KeyResults.Length);
            var parts = plan.Settings.Parts.Length > 0 ? $"{Numerals.Count(plan.Settings.Parts.Length + 1, "part")}, " : "";
            var count = advice.Length == 0 ? "" : $", {Numerals.Count(advice.Length, "piece")} of advice";
            terminal.Line(
                $"{plan.Workspace}: {parts}{Numerals.Count(plan.Kpis.Length, "KPI")}, {Numerals.Count(keyResults, "key result")}, "
                + $"{Numerals.Count(plan.Objectives.Length, "objective")}, no faults{count}");
            if (parse.GetValue(strict) && advice.Length > 0)
            {
                throw new CommandFailure("there is advice, and --strict takes it for faults");
            }
        });
        return command;
    }
}
