using System.CommandLine;
using System.Globalization;
using OkrGrains.Cli.Output;
using OkrGrains.Storage.Sqlite.Checks;

namespace OkrGrains.Cli.Local;

/// <summary><c>okr verify DIR</c>: reads all of a store and lists every fault in it.</summary>
internal static class VerifyCommand
{
    public static Command Create(Terminal terminal)
    {
        var data = new Argument<string>("DIR") { Description = "The data folder; a server may be running on it." };
        var command = new Command("verify", "Check everything in a store.") { data };
        command.Run(terminal, async (parse, cancellation) =>
        {
            var directory = parse.GetRequiredValue(data);
            var found = await Task.Run(() => StoreVerification.Run(directory, cancellation), cancellation);
            if (found.Faults.Count > 0)
            {
                throw new CommandFailure(found.Faults);
            }

            terminal.Line(string.Create(
                CultureInfo.InvariantCulture, $"{directory}: position {found.Position}, {found.Readings} readings, no faults"));
        });
        return command;
    }
}
