using System.CommandLine;
using System.Globalization;
using OkrGrains.Cli.Output;
using OkrGrains.Storage.Sqlite.Checks;

namespace OkrGrains.Cli.Local;

/// <summary>
/// <c>okr backup DIR FILE</c>: copies a store into one file and checks the copy; a server may use the store meanwhile. To restore it,
/// put the file into an empty folder as <c>okr.db</c>.
/// </summary>
internal static class BackupCommand
{
    public static Command Create(Terminal terminal)
    {
        var data = new Argument<string>("DIR") { Description = "The data folder; a server may be running on it." };
        var file = new Argument<string>("FILE")
        {
            Description = "The file for the copy. To restore it, put it into an empty folder as okr.db.",
        };
        var command = new Command("backup", "Copy a store, also while it is served.") { data, file };
        command.Run(terminal, async (parse, cancellation) =>
        {
            var target = parse.GetRequiredValue(file);
            var copy = await Task.Run(() => StoreBackup.Write(parse.GetRequiredValue(data), target, cancellation), cancellation);
            terminal.Line(string.Create(
                CultureInfo.InvariantCulture, $"{target}: position {copy.Position}, {copy.Readings} readings, no faults"));
        });
        return command;
    }
}
