using System.CommandLine;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr readings GOAL</c>: lists the readings of a goal with their corrections and retractions.</summary>
internal sealed class ReadingsCommand
{
    private const string Table = "table";
    private const string Json = "json";
    private const long DefaultLimit = 100;

    private readonly Argument<string> _goal = new("GOAL")
    {
        Description = "kpis/x, keyResults/x, a full name, or an id that only one goal has.",
    };

    private readonly Option<long> _limit = new("--limit")
    {
        Description = $"The maximum number of readings, those accepted last; {DefaultLimit} by default, 0 for all.",
        HelpName = "N",
        CustomParser = NumberParsing.Whole,
        DefaultValueFactory = _ => DefaultLimit,
    };

    private readonly Option<string> _output = new Option<string>("--output", "-o")
    {
        Description = "A table for people, or JSON.",
        DefaultValueFactory = _ => Table,
    }.AcceptOnlyFromAmong(Table, Json);

    private readonly ServerChoice _server = new();
    private readonly Terminal _terminal;

    private ReadingsCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var readings = new ReadingsCommand(terminal);
        var command = new Command("readings", "List the readings of a goal with their amendments, what was accepted last first.")
        {
            readings._goal, readings._limit, readings._output,
        };
        readings._server.AddBothTo(command);
        command.Run(terminal, readings.RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        using var client = _server.Connect(parse);
        var goal = await GoalChoice.FullNameAsync(
            client, () => _server.WorkspaceAsync(parse, client, cancellation), parse.GetRequiredValue(_goal), cancellation);
        var limit = parse.GetValue(_limit);
        var readings = new List<RecordedReading>();
        await foreach (var reading in client.Readings.ListAsync(goal, cancellation))
        {
            readings.Add(reading);
            if (readings.Count == limit)
            {
                break;
            }
        }

        if (parse.GetValue(_output) == Json)
        {
            _terminal.Json(ReadingsJson.Of(readings));
            return;
        }

        _terminal.WriteUncut(ReadingsTable.Of(readings));
    }
}
