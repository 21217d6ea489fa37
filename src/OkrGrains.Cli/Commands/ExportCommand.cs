using System.CommandLine;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Output;
using OkrGrains.Model.Definitions;
using OkrGrains.Plans;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr export</c>: prints the plan of a workspace as it is now, or writes a file for each of its parts.</summary>
internal sealed class ExportCommand
{
    private const string Yaml = "yaml";
    private const string Json = "json";

    private readonly Option<string> _output = new Option<string>("--output", "-o")
    {
        Description = "YAML as people write it, or canonical JSON.",
        DefaultValueFactory = _ => Yaml,
    }.AcceptOnlyFromAmong(Yaml, Json);

    private readonly Option<string?> _part = new("--part")
    {
        Description = "The only part to export.",
        HelpName = "PART",
    };

    private readonly Option<string?> _folder = new("--to")
    {
        Description = "The folder for a file of each part: plan.yaml for the part main, plan-PART.yaml for the others.",
        HelpName = "DIR",
    };

    private readonly ServerChoice _server = new();
    private readonly Terminal _terminal;

    private ExportCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var export = new ExportCommand(terminal);
        var command = new Command("export", "Print the plan of a workspace: applied there, it changes nothing.")
        {
            export._output, export._part, export._folder,
        };
        export._server.AddBothTo(command);
        command.Run(terminal, export.RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        using var client = _server.Connect(parse);
        var workspace = await _server.WorkspaceAsync(parse, client, cancellation);
        var parts = await client.Goals.ExportPlanAsync(workspace, parse.GetValue(_part) ?? "", cancellation);
        var format = parse.GetValue(_output)!;
        if (parse.GetValue(_folder) is { } folder)
        {
            await WriteAsync(folder, format, parts, cancellation);
            return;
        }

        if (parts.Count > 1)
        {
            var names = string.Join(", ", parts.Select(part => part.Part));
            throw new CommandFailure($"{workspace} has several parts ({names}): name one with --part, or a folder for all with --to");
        }

        _terminal.Document(Text(format, parts[0].Plan));
    }

    private async Task WriteAsync(
        string folder, string format, IReadOnlyList<(string Part, byte[] Plan)> parts, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var files = parts.Select(part => (part.Plan, Path: Path.Combine(folder, NameOf(part.Part, format)))).ToList();
        if (files.Find(file => File.Exists(file.Path)) is { Path: { } taken })
        {
            throw new CommandFailure($"{taken} is there already, and is not written over");
        }

        foreach (var (plan, path) in files)
        {
            await File.WriteAllTextAsync(path, Text(format, plan), cancellation);
            _terminal.Line($"wrote {path}");
        }
    }

    // An older server names no part, because it knows one only.
    private static string NameOf(string part, string format) => part is "" or PlanPart.Main ? $"plan.{format}" : $"plan-{part}.{format}";

    private static string Text(string format, byte[] plan) => format == Json ? PlanExportText.Json(plan) : PlanExportText.Yaml(plan);
}
