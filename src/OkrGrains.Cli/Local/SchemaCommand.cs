using System.CommandLine;
using System.Text;
using OkrGrains.Cli.Output;

namespace OkrGrains.Cli.Local;

/// <summary><c>okr schema</c>: prints the JSON Schema of plans, with which editors complete and check them.</summary>
internal static class SchemaCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("schema", "Print the JSON Schema of plans, for editors.");
        command.Run(terminal, async (_, cancellation) =>
        {
            await using var stream = typeof(SchemaCommand).Assembly.GetManifestResourceStream("plan.schema.json")!;
            using var text = new StreamReader(stream, Encoding.UTF8);
            terminal.Json((await text.ReadToEndAsync(cancellation)).TrimEnd('\n'));
        });
        return command;
    }
}
