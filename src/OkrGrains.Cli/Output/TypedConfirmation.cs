namespace OkrGrains.Cli.Output;

/// <summary>Has a person type a word again before something is done that cannot be undone.</summary>
internal static class TypedConfirmation
{
    /// <exception cref="CommandFailure">Nobody can be asked, or something else was typed.</exception>
    public static void Ask(Terminal terminal, string word)
    {
        if (terminal.In is not { } input)
        {
            throw new CommandFailure("nothing was changed: repeat it with --yes");
        }

        terminal.Progress($"Type {word} to go on:");
        if (input.ReadLine()?.Trim() != word)
        {
            throw new CommandFailure("nothing was changed: what was typed is something else");
        }
    }
}
