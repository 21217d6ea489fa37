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
    private const string Tree = "tree";
    private const string Lines = "lines";
    private const string Json = "json";

    private readonly Argument<string?> _goal = new("GOAL")
    {
        Description = "The goal, with all that it reads; written as for show. All goals when left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _output = new Option<string?>("--output", "-o")
    {
        Description = "A tree that is redrawn, a line for each change, or JSON in lines; by default a tree on a terminal and lines elsewhere.",
    }.AcceptOnlyFromAmong(Tree, Lines, Json);

    private readonly ZoneChoice _zone = new();
    private readonly ServerChoice _server = new();
    private readonly Terminal _terminal;

    private WatchCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var watch = new WatchCommand(terminal);
        var command = new Command("watch", "Watch goals as they change, until Ctrl-C.") { watch._goal, watch._output };
        watch._zone.AddTo(command);
        watch._server.AddBothTo(command);
        command.Run(terminal, watch.RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var output = parse.GetValue(_output) ?? (_terminal.OutIsLive ? Tree : Lines);
        if (output == Tree && !_terminal.OutIsLive)
        {
            throw new CommandFailure("a tree is redrawn, which this output cannot be: choose --output lines or json");
        }

        using var client = _server.Connect(parse);
        Task<string> Workspace() => _server.WorkspaceAsync(parse, client, cancellation);
        var name = parse.GetValue(_goal) is { Length: > 0 } goal
            ? await GoalChoice.FullNameAsync(client, Workspace, goal, cancellation)
            : await Workspace();
        var times = await _zone.TimesAsync(
            parse, () => client.Goals.TimeZoneAsync(GoalChoice.WorkspaceOf(name), cancellation: cancellation));
        IAsyncEnumerable<WatchGoalsResponse> Events(Action<Interruption> lost) => client.Watches.WatchAsync(
            new WatchOptions { Name = name, Retry = new RetryOptions { Interrupted = Once(lost) } }, cancellation);
        try
        {
            await (output == Tree ? DrawAsync(name, times, Events) : PrintAsync(output == Json, times, Events));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl-C is the regular end of a watch, not a failure.
        }
    }

    // Each attempt that fails is told of, and only the first one is news.
    private static Action<Interruption> Once(Action<Interruption> lost) => interruption =>
    {
        if (interruption.Attempt == 1)
        {
            lost(interruption);
        }
    };

    private async Task DrawAsync(string name, ShownTime times, Func<Action<Interruption>, IAsyncEnumerable<WatchGoalsResponse>> events)
    {
        var tree = new LiveTree(_terminal, name, times);
        var taking = tree.TakeAsync(events(_ => tree.Lose()));
        await tree.DrawWhileAsync(taking);
        await taking;
    }

    private async Task PrintAsync(bool json, ShownTime times, Func<Action<Interruption>, IAsyncEnumerable<WatchGoalsResponse>> events)
    {
        var clock = new WatchClock();
        var lost = false;
        await foreach (var response in events(interruption =>
        {
            lost = true;
            _terminal.Progress($"{ConnectionWords.Lost(clock.At, times)} ({interruption.Message}); trying again");
            PrintConnection();
        }))
        {
            clock.Take(response);
            if (lost)
            {
                lost = false;
                _terminal.Progress(ConnectionWords.Back);
                PrintConnection();
            }

            if ((json ? ChangeJson.Of(response, clock.At) : ChangeLine.Of(response, clock.At, times)) is { } line)
            {
                Print(line);
            }
        }

        void PrintConnection()
        {
            if (json)
            {
                Print(ChangeJson.OfConnection(clock.At, lost));
            }
        }

        void Print(string line)
        {
            if (json)
            {
                _terminal.Json(line);
            }
            else
            {
                _terminal.Line(line);
            }
        }
    }
}
