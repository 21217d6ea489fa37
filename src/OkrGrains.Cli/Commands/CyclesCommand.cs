using System.CommandLine;
using System.Globalization;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr cycles</c>: lists the cycles of a workspace with their closings and reopenings.</summary>
internal static class CyclesCommand
{
    public static Command Create(Terminal terminal)
    {
        var server = new ServerChoice();
        var command = new Command("cycles", "List cycles, and who closed or reopened them.");
        server.AddBothTo(command);
        command.Run(terminal, async (parse, cancellation) =>
        {
            using var client = server.Connect(parse);
            var request = new ListCyclesRequest { Parent = await server.WorkspaceAsync(parse, client, cancellation) };
            var answer = await client.Cycles.ListCyclesAsync(request, cancellationToken: cancellation);
            foreach (var cycle in answer.Cycles)
            {
                Report(terminal, cycle);
            }
        });
        return command;
    }

    /// <summary>Writes a cycle with its closings and reopenings.</summary>
    public static void Report(Terminal terminal, Cycle cycle)
    {
        var state = cycle.State switch
        {
            CycleState.Open => $"open, closes at {InstantParsing.Of(cycle.CloseAt)}",
            CycleState.Closed => "closed",
            CycleState.Reopened => "reopened",
            _ => "unknown",
        };
        var through = cycle.Through.Length > 0 ? $" (through {cycle.Through})" : "";
        terminal.Line($"{cycle.Name} {InstantParsing.Of(cycle.Start)} to {InstantParsing.Of(cycle.End)}{through}: {state}");
        foreach (var closing in cycle.Closings)
        {
            var what = closing.Kind == ClosingKind.Closed
                ? $"closed {Numerals.Count(closing.GoalCount, "goal")}"
                : "reopened";
            var why = closing.Reason.Length > 0 ? $" ({closing.Reason.ReplaceLineEndings(" ")})" : "";
            terminal.Line(string.Create(
                CultureInfo.InvariantCulture, $"  {closing.Revision} {InstantParsing.Of(closing.AcceptedAt)} {closing.Author}{why}: {what}"));
        }
    }
}
