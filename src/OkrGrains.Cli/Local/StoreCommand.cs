using System.CommandLine;
using System.Globalization;
using OkrGrains.Cli.Output;
using OkrGrains.Storage.Sqlite.Checks;

namespace OkrGrains.Cli.Local;

/// <summary><c>okr store restore FILE DIR</c>: makes a store from a backup, in a way that producers and readers learn of.</summary>
internal static class StoreCommand
{
    public static Command Create(Terminal terminal) => new("store", "Change a store that nobody serves.") { Restore(terminal) };

    private static Command Restore(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "A file that `okr backup` wrote, or the okr.db of a store." };
        var data = new Argument<string>("DIR") { Description = "The new data folder: empty, or not there yet." };
        var command = new Command(
            "restore", "Check a backup and make a store from it. Producers then send again what came after the backup.") { file, data };
        command.Run(terminal, async (parse, cancellation) =>
        {
            var directory = parse.GetRequiredValue(data);
            var source = parse.GetRequiredValue(file);
            var restored = await Task.Run(() => StoreRestore.Write(source, directory, cancellation), cancellation);
            terminal.Line(string.Create(
                CultureInfo.InvariantCulture, $"{directory}: restored to position {restored.Position}, {restored.Readings} readings, no faults"));
        });
        return command;
    }
}
