using System.CommandLine;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Output;
using OkrGrains.Plans;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr export</c>: prints the plan of a workspace as it is now.</summary>
internal static class ExportCommand
{
    private const string Yaml = "yaml";
    private const string Json = "json";

    public static Command Create(Terminal terminal)
    {
        var output = new Option<string>("--output", "-o")
        {
            Description = "YAML as people write it, or canonical JSON.",
            DefaultValueFactory = _ => Yaml,
        }.AcceptOnlyFromAmong(Yaml, Json);
        var server = new ServerChoice();
        var command = new Command("export", "Print the plan of a workspace: applied there, it changes nothing.") { output };
        server.AddBothTo(command);
        command.Run(terminal, async (parse, cancellation) =>
        {
            using var client = server.Connect(parse);
            var workspace = await server.WorkspaceAsync(parse, client, cancellation);
            var plan = await client.Goals.ExportPlanAsync(workspace, cancellation);
            terminal.Document(parse.GetValue(output) == Json ? PlanExportText.Json(plan) : PlanExportText.Yaml(plan));
        });
        return command;
    }
}
