using System.CommandLine;
using System.CommandLine.Help;
using OkrGrains.Cli.Commands;
using OkrGrains.Cli.Demo;
using OkrGrains.Cli.Local;
using OkrGrains.Cli.Output;

namespace OkrGrains.Cli;

/// <summary>The <c>okr</c> program, which writes to a given terminal.</summary>
internal static class OkrProgram
{
    /// <summary>The time after Ctrl-C until the process is ended by force. A server needs some of it to close its store.</summary>
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The character that the runtime puts in place of bytes of an argument that are not UTF-8.</summary>
    private const char NoUtf8 = '\uFFFD';

    /// <summary>
    /// Arguments are taken as they are typed. By default the parser puts the contents of a file in place of an argument that begins with
    /// <c>@</c>, and takes text such as <c>-hooray</c> for several short options.
    /// </summary>
    private static ParserConfiguration AsTyped => new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellation = default)
    {
        if (Array.Exists(args, arg => arg.Contains(NoUtf8)))
        {
            terminal.Fail("the arguments are not all UTF-8");
            return ExitCode.Usage;
        }

        var parse = Parse(args, terminal);
        // Help is given beside mistakes too, and so is the version.
        if (parse.Action is not (HelpText or ProgramVersion) && UsageFaults.Of(parse) is { Count: > 0 } faults)
        {
            // Standard output is for results, so a mistake prints no help. It is printed only when no command was given at all.
            faults.ToList().ForEach(terminal.Fail);
            if (args.Length == 0)
            {
                new HelpText(terminal).Write(parse.CommandResult.Command, terminal.ErrorWriter);
            }

            return ExitCode.Usage;
        }

        var configuration = new InvocationConfiguration
        {
            Output = terminal.OutWriter,
            Error = terminal.ErrorWriter,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TerminationTimeout,
        };
        return await parse.InvokeAsync(configuration, cancellation);
    }

    internal static ParseResult Parse(string[] args, Terminal terminal) => Root(terminal).Parse(args, AsTyped);

    private static RootCommand Root(Terminal terminal)
    {
        var root = new RootCommand("Goals that move with every reading.");
        root.Options.OfType<HelpOption>().Single().Action = new HelpText(terminal);
        root.Options.OfType<VersionOption>().Single().Action = new ProgramVersion(terminal);
        foreach (var command in Commands(terminal))
        {
            root.Subcommands.Add(command);
        }

        EmptyPaths.Refuse(root);

        return root;
    }

    private static IEnumerable<Command> Commands(Terminal terminal) =>
    [
        ServeCommand.Create(terminal),
        DemoCommand.Create(terminal),
        ApplyCommand.Create(terminal),
        ExportCommand.Create(terminal),
        PartsCommand.Create(terminal),
        PushCommand.Create(terminal),
        ShowCommand.Create(terminal),
        ListCommand.Create(terminal),
        ReadingsCommand.Create(terminal),
        CorrectCommand.Create(terminal),
        RetractCommand.Create(terminal),
        WatchCommand.Create(terminal),
        RevisionsCommand.Create(terminal),
        RenameCommand.Create(terminal),
        WorkspacesCommand.Create(terminal),
        ClockCommand.Create(terminal),
        CyclesCommand.Create(terminal),
        CycleCommand.Create(terminal),
        CheckInCommand.Create(terminal),
        CheckInsCommand.Create(terminal),
        EvaluateCommand.Create(terminal),
        InitCommand.Create(terminal),
        SchemaCommand.Create(terminal),
        LintCommand.Create(terminal),
        VerifyCommand.Create(terminal),
        BackupCommand.Create(terminal),
        StoreCommand.Create(terminal),
    ];
}
