using System.CommandLine;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Client.Retrying;
using OkrGrains.Client.Watching;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr watch [GOAL]</c>: shows goals as they change, until Ctrl-C.</summary>
internal sealed class WatchCommand
{
    private readonly Argument<string?> _goal = new("GOAL")
    {
        Description = "The goal, with all that it reads; written as for show. All goals when left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly ServerChoice _server = new();
    private readonly Terminal _terminal;

    private WatchCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var watch = new WatchCommand(terminal);
        var command = new Command("watch", "Watch goals as they change, until Ctrl-C.") { watch._goal };
        watch._server.AddBothTo(command);
        command.Run(terminal, watch.RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        using var client = _server.Connect(parse);
        Task<string> Workspace() => _server.WorkspaceAsync(parse, client, cancellation);
        var name = parse.GetValue(_goal) is { Length: > 0 } goal
            ? await GoalChoice.FullNameAsync(client, Workspace, goal, cancellation)
            : await Workspace();
        var options = new WatchOptions { Name = name, Retry = new RetryOptions { Interrupted = Tell } };
        var events = client.Watches.WatchAsync(options, cancellation);
        try
        {
            await (_terminal.OutIsLive ? DrawAsync(name, events) : PrintAsync(events));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl-C is the regular end of a watch, not a failure.
        }
    }

    private void Tell(Interruption interruption)
    {
        if (interruption.Attempt == 1)
        {
            _terminal.Progress($"connection lost ({interruption.Message}); trying again");
        }
    }

    private async Task DrawAsync(string name, IAsyncEnumerable<WatchGoalsResponse> events)
    {
        var tree = new LiveTree(_terminal, name);
        var taking = tree.TakeAsync(events);
        await tree.DrawWhileAsync(taking);
        await taking;
    }

    private async Task PrintAsync(IAsyncEnumerable<WatchGoalsResponse> events)
    {
        await foreach (var response in events)
        {
            if (ChangeLine.Of(response) is { } line)
            {
                _terminal.Line(line);
            }
        }
    }
}
