using System.Globalization;
using OkrGrains.Cli.Terminals;
using OkrGrains.Client.Retrying;

namespace OkrGrains.Cli.Connections;

/// <summary>How a push bears a server that is away, and what it says of it: a line when the waiting begins, not one for each attempt.</summary>
internal sealed class Patience(Terminal terminal)
{
    /// <summary>For calls to a server that has not answered yet.</summary>
    public RetryOptions Reaching => Options("the server cannot be reached");

    /// <summary>For a stream that has begun.</summary>
    public RetryOptions Streaming => Options("connection lost");

    private RetryOptions Options(string what)
    {
        var options = new RetryOptions();
        return options with { Interrupted = interruption => Tell(what, interruption, options.GiveUpAfter) };
    }

    private void Tell(string what, Interruption interruption, TimeSpan giveUpAfter)
    {
        if (interruption.Attempt == 1)
        {
            var cause = interruption.Message.ReplaceLineEndings(" ");
            terminal.Note(string.Create(
                CultureInfo.InvariantCulture, $"{what} ({cause}); trying again for {giveUpAfter.TotalMinutes:0.#} minutes"));
        }
    }
}
