using System.CommandLine;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr parts</c>: lists the parts of a workspace, each kept in a plan file of its own.</summary>
internal static class PartsCommand
{
    public static Command Create(Terminal terminal)
    {
        var server = new ServerChoice();
        var command = new Command("parts", "List the parts of a workspace, each kept in a plan file of its own.");
        server.AddBothTo(command);
        command.Run(terminal, async (parse, cancellation) =>
        {
            using var client = server.Connect(parse);
            foreach (var part in await client.Goals.PartsAsync(await server.WorkspaceAsync(parse, client, cancellation), cancellation))
            {
                terminal.Line(Line(part));
            }
        });
        return command;
    }

    private static string Line(Part part) =>
        $"{part.Name}: {Numerals.Count(part.ObjectiveCount, "objective")}, {Numerals.Count(part.KeyResultCount, "key result")}, "
        + $"{Numerals.Count(part.KpiCount, "KPI")}, {Numerals.Count(part.CycleCount, "cycle")}";
}
