using System.CommandLine;
using OkrGrains.Cli.Output;

namespace OkrGrains.Cli.Local;

/// <summary><c>okr init [DIR]</c>: writes a first plan, with comments, and readings that belong to it.</summary>
internal static class InitCommand
{
    private const string PlanName = "plan.yaml";
    private const string ReadingsName = "readings.csv";

    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("DIR")
        {
            Description = "The folder to write to; it is created. By default the current one.",
            DefaultValueFactory = _ => ".",
        };
        var command = new Command("init", "Write a first plan, with comments, and readings for it.") { folder };
        command.Run(terminal, async (parse, cancellation) =>
        {
            var path = parse.GetRequiredValue(folder);
            var now = terminal.Time.GetUtcNow();
            (string Path, string Text)[] files =
                [(Path.Combine(path, PlanName), Starter.Plan(now)), (Path.Combine(path, ReadingsName), Starter.Readings(now))];
            var there = files.Where(file => File.Exists(file.Path)).Select(file => $"{file.Path} is there already, and is not overwritten").ToList();
            if (there.Count > 0)
            {
                throw new CommandFailure(there);
            }

            Directory.CreateDirectory(path);
            foreach (var (file, text) in files)
            {
                await WriteNewAsync(file, text, cancellation);
                terminal.Line($"wrote {file}");
            }

            terminal.Line("");
            terminal.Line("what to do next:");
            terminal.Line($"  okr lint {files[0].Path}");
            terminal.Line("  okr serve (in another terminal)");
            terminal.Line($"  okr apply {files[0].Path}");
            terminal.Line($"  okr push {files[1].Path}");
            terminal.Line("  okr show");
        });
        return command;
    }

    private static async Task WriteNewAsync(string path, string text, CancellationToken cancellation)
    {
        await using var file = new StreamWriter(new FileStream(path, FileMode.CreateNew));
        await file.WriteAsync(text.AsMemory(), cancellation);
    }
}
