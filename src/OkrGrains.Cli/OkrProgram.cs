using System.CommandLine;
using System.CommandLine.Invocation;
using OkrGrains.Cli.Commands;
using OkrGrains.Cli.Failures;
using OkrGrains.Cli.Terminals;

namespace OkrGrains.Cli;

/// <summary>The <c>okr</c> program, with a terminal of the caller's choice.</summary>
internal static class OkrProgram
{
    /// <summary>Servers take a moment to close their store; only then is the process ended from outside.</summary>
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellation = default)
    {
        var parse = Root(terminal).Parse(args);
        var configuration = new InvocationConfiguration
        {
            Output = terminal.OutWriter,
            Error = terminal.ErrorWriter,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TerminationTimeout,
        };
        var result = await parse.InvokeAsync(configuration, cancellation);
        return parse.Action is ParseErrorAction ? ExitCode.Usage : result;
    }

    private static RootCommand Root(Terminal terminal) => new("Goals that move with every reading.")
    {
        ServeCommand.Create(terminal),
        DemoCommand.Create(terminal),
        ApplyCommand.Create(terminal),
        PushCommand.Create(terminal),
        ShowCommand.Create(terminal),
        WatchCommand.Create(terminal),
        EvaluateCommand.Create(terminal),
        LintCommand.Create(terminal),
    };
}
