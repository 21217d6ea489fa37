using System.CommandLine;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Output;
using OkrGrains.Model.Time;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr clock</c>: prints the goal clock; <c>okr clock set INSTANT</c> moves a pinned clock forward.</summary>
internal static class ClockCommand
{
    public static Command Create(Terminal terminal) => Show(terminal, Set(terminal));

    private static Command Show(Terminal terminal, Command set)
    {
        var server = new ServerChoice();
        var command = new Command("clock", "Show the time of the goal clock.") { set };
        server.AddServerTo(command);
        command.Run(terminal, async (parse, cancellation) =>
        {
            using var client = server.Connect(parse);
            var (at, isPinned) = await client.Clock.GetAsync(cancellation);
            terminal.Line($"{new Instant(at.ToUnixTimeMilliseconds())}{(isPinned ? " pinned" : "")}");
        });
        return command;
    }

    private static Command Set(Terminal terminal)
    {
        var server = new ServerChoice();
        var instant = new Argument<Instant?>("INSTANT")
        {
            Description = "The instant to move it to, such as 2001-04-01T05:59:59.999Z; not earlier than it shows.",
            CustomParser = InstantParsing.One,
            Arity = ArgumentArity.ExactlyOne,
        };
        var command = new Command("set", "Move a pinned goal clock forward, and wait until all goals are advanced to it.") { instant };
        server.AddServerTo(command);
        command.Run(terminal, async (parse, cancellation) =>
        {
            using var client = server.Connect(parse);
            var at = parse.GetRequiredValue(instant)!.Value;
            await client.Clock.SetAsync(DateTimeOffset.FromUnixTimeMilliseconds(at.UnixMillis), cancellation);
            terminal.Line($"{at} pinned");
        });
        return command;
    }
}
