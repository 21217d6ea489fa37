using System.CommandLine;

namespace OkrGrains.Cli.Output;

/// <summary>Reports an exception of a command in lines on standard error and an exit code.</summary>
internal static class CommandActions
{
    public static void Run(this Command command, Terminal terminal, Func<ParseResult, CancellationToken, Task> action) =>
        command.SetAction(async (parse, cancellation) =>
        {
            try
            {
                await action(parse, cancellation);
                return ExitCode.Success;
            }
            catch (Exception failure)
            {
                foreach (var line in FailureLines.Of(failure))
                {
                    terminal.Fail(line);
                }

                return ExitCode.Failure;
            }
        });
}
