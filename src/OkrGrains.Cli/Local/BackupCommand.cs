using System.CommandLine;
using System.Globalization;
using OkrGrains.Cli.Output;
using OkrGrains.Storage.Sqlite.Checks;

namespace OkrGrains.Cli.Local;

/// <summary>
/// <c>okr backup DIR FILE</c>: copies a store into one file and checks the copy; a server may use the store meanwhile.
/// <c>okr store restore FILE DIR</c> makes a store from it.
/// </summary>
internal static class BackupCommand
{
    public static Command Create(Terminal terminal)
    {
        var data = new Argument<string>("DIR") { Description = "The data folder; a server may be running on it." };
        var file = new Argument<string>("FILE")
        {
            Description = "The file for the copy. `okr store restore FILE DIR` makes a store from it.",
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
