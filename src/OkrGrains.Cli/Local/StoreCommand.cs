using System.CommandLine;
using System.Globalization;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Storage.Sqlite.Checks;

namespace OkrGrains.Cli.Local;

/// <summary>
/// <c>okr store restore FILE DIR</c> makes a store from a backup, in a way that producers and readers learn of; <c>okr store size DIR</c>
/// says what each workspace takes.
/// </summary>
internal static class StoreCommand
{
    public static Command Create(Terminal terminal) => new("store", "Make a store from a backup, or see what takes its room.") { Restore(terminal), Size(terminal) };

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

    private static Command Size(Terminal terminal)
    {
        var data = new Argument<string>("DIR") { Description = "The data folder; a server may be running on it." };
        var command = new Command("size", "Say what each workspace of a store takes, the largest first, and what the disk has left.") { data };
        command.Run(terminal, async (parse, cancellation) =>
        {
            var directory = parse.GetRequiredValue(data);
            var size = await Task.Run(() => StoreSize.Read(directory, cancellation), cancellation);
            foreach (var workspace in size.Workspaces)
            {
                terminal.Line(
                    $"workspaces/{workspace.Id}{(workspace.IsDeleted ? ", deleted, its bytes are kept" : "")}: {Numerals.Bytes(workspace.Bytes)}"
                    + $" for {Numerals.Count(workspace.Goals, "goal")} and {Numerals.Count(workspace.Readings, "reading")}"
                    + $", of which the readings take {Numerals.Bytes(workspace.ReadingBytes)}");
            }

            terminal.Line(
                $"{directory}: {Numerals.Bytes(size.FileBytes)} in the file, of which {Numerals.Bytes(size.UnusedBytes)} hold nothing, and "
                + $"{Numerals.Bytes(size.LogBytes)} in the log; the disk has {Numerals.Bytes(size.DiskFreeBytes)} left");
        });
        return command;
    }
}
