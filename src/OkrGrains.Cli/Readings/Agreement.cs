using OkrGrains.Cli.Output;
using Spectre.Console;

namespace OkrGrains.Cli.Readings;

/// <summary>Asks a person before readings are retracted.</summary>
internal static class Agreement
{
    /// <summary>Returns if the person agrees, or has agreed with <c>--yes</c>.</summary>
    /// <param name="terminal">The terminal to ask on.</param>
    /// <param name="agreed">True if <c>--yes</c> was given.</param>
    /// <param name="what">What is to be done, in a sentence without its end.</param>
    public static void Ask(Terminal terminal, bool agreed, string what)
    {
        terminal.Progress(what);
        if (agreed)
        {
            return;
        }

        if (!terminal.ErrorIsLive || Console.IsInputRedirected)
        {
            throw new CommandFailure("nothing was changed: repeat it with --yes");
        }

        if (!terminal.Error.Confirm("Retract them?", defaultValue: false))
        {
            throw new CommandFailure("nothing was changed");
        }
    }
}
