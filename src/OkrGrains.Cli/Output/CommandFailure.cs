namespace OkrGrains.Cli.Output;

/// <summary>Thrown to end a command with lines for people on standard error.</summary>
internal sealed class CommandFailure(IReadOnlyList<string> lines) : Exception(lines[0])
{
    public CommandFailure(string line)
        : this([line])
    {
    }

    public IReadOnlyList<string> Lines { get; } = lines;
}
