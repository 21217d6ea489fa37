using System.Globalization;
using OkrGrains.Cli.Output;
using OkrGrains.Client.Retrying;

namespace OkrGrains.Cli.Connections;

/// <summary>
/// Chooses the retries of a push while the server cannot be reached. It writes one line when the waiting begins, not one for each attempt.
/// </summary>
internal sealed class Patience(Terminal terminal)
{
    /// <summary>The retry options of calls to a server that has not answered yet.</summary>
    public RetryOptions Reaching => Options("the server cannot be reached");

    /// <summary>The retry options of a stream that has begun.</summary>
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
            terminal.Progress(string.Create(
                CultureInfo.InvariantCulture, $"{what} ({cause}); trying again for {giveUpAfter.TotalMinutes:0.#} minutes"));
        }
    }
}
