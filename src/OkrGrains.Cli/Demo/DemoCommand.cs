using System.CommandLine;
using OkrGrains.Cli.Output;

namespace OkrGrains.Cli.Demo;

/// <summary><c>okr demo</c>: shows three months of an airline in twenty seconds, with a server in this process.</summary>
internal static class DemoCommand
{
    public static Command Create(Terminal terminal)
    {
        var once = new Option<bool>("--once") { Description = "Send the readings without pauses, and end after the final tree." };
        var command = new Command("demo", "Run the engine in this process on a sample, and watch its goals move.") { once };
        command.Run(terminal, (parse, cancellation) => new FlightsDemo(terminal, parse.GetValue(once)).RunAsync(cancellation));
        return command;
    }
}
