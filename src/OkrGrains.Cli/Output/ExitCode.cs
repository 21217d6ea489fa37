namespace OkrGrains.Cli.Output;

/// <summary>The exit codes of the program.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The command was refused or failed; standard error has a line for each fault.</summary>
    public const int Failure = 1;

    /// <summary>The arguments are not valid.</summary>
    public const int Usage = 2;
}
