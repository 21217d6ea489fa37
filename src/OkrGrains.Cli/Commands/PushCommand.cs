using System.CommandLine;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Output;
using OkrGrains.Cli.Readings;
using OkrGrains.Client.Readings;
using OkrGrains.Plans.Readings;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr push FILE</c>: sends the readings of a file, so that each counts once.</summary>
internal sealed class PushCommand
{
    private readonly Argument<string> _file = new("FILE")
    {
        Description = "The readings as CSV, gzipped if the name ends in .gz; - for standard input.",
    };

    private readonly Option<string?> _producer = new("--producer")
    {
        Description = "The permanent name of the push. The same file pushed again under it goes on where it stopped. A new one by default.",
        HelpName = "ID",
    };

    private readonly FormatOptions _format = new();
    private readonly ServerChoice _server = new();
    private readonly Terminal _terminal;

    private PushCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var push = new PushCommand(terminal);
        var command = new Command("push", "Push readings, and wait until they count. Readings are numbered in the order of the lines that hold one, from 1: producer and number name a reading for okr correct and okr retract.") { push._file, push._producer };
        push._format.AddTo(command);
        push._server.AddBothTo(command);
        command.Run(terminal, push.RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        await using var source = ReadingsSource.Open(parse.GetRequiredValue(_file));
        using var client = _server.Connect(parse);
        var workspace = await _server.WorkspaceAsync(parse, client, cancellation, new Patience(_terminal).Reaching);
        var producer = parse.GetValue(_producer) ?? $"push-{Guid.NewGuid():N}";
        _terminal.Progress($"producer {producer}");
        var refused = new RefusedLines(source.Name);
        var clock = await client.Clock.GetAsync(new Patience(_terminal).Reaching, cancellation);
        var far = new FarTimes(source.Name, clock.At);
        var push = new FilePush(client, _terminal, workspace, producer, refused) { Far = far };
        var started = _terminal.Time.GetTimestamp();
        var pushing = push.RunAsync(ReadingsFile.ReadAsync(source.Bytes, _format.Of(parse), cancellation), cancellation);
        await PushProgress.ShowAsync(_terminal, source, push, pushing);
        var token = await CompleteAsync(pushing, source.Name);
        foreach (var warning in far.Lines)
        {
            _terminal.Progress(warning);
        }

        _terminal.Line(PushSummary.Of(push.Counts, refused.Count, _terminal.Time.GetElapsedTime(started)));
        if (token.Length > 0)
        {
            _terminal.Line($"token {token}");
        }

        if (refused.Count > 0)
        {
            throw new CommandFailure(refused.Lines);
        }
    }

    private static async Task<string> CompleteAsync(Task<string> pushing, string file)
    {
        try
        {
            return await pushing;
        }
        catch (ReadingsDifferException different)
        {
            throw new CommandFailure($"{file}: {different.Message}; push it under another --producer, or the file that was pushed before");
        }
        catch (ReadingsLostException lost)
        {
            throw new CommandFailure($"{file}: {lost.Message}: push the file again");
        }
    }
}
