using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Time;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr check-in GOAL</c>: records a check-in on a key result or an objective.</summary>
internal sealed class CheckInCommand
{
    private readonly Argument<string> _goal = new("GOAL") { Description = "The key result or objective, written as for show." };
    private readonly Option<string> _note = new("--note")
    {
        Description = "What there is to say about the goal.",
        HelpName = "TEXT",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<string> _confidence = new("--confidence")
    {
        Description = "Your confidence that the goal will be reached: a decimal from 0 to 1.",
        HelpName = "P",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<double?> _value = new("--value")
    {
        Description = "A reading of a key result that is measured by itself.",
        HelpName = "V",
        CustomParser = NumberParsing.OptionalReading,
    };

    private readonly Option<Instant?> _time = new("--time")
    {
        Description = "The time of the value; that of the goal clock by default.",
        HelpName = "INSTANT",
        CustomParser = InstantParsing.One,
    };

    private readonly EditorChoice _editor = new();
    private readonly ServerChoice _server = new();
    private readonly Terminal _terminal;

    private CheckInCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var check = new CheckInCommand(terminal);
        var command = new Command("check-in", "Say how a key result or an objective goes.")
        {
            check._goal, check._note, check._confidence, check._value, check._time,
        };
        check._editor.AddAuthorTo(command);
        check._server.AddBothTo(command);
        command.Run(terminal, check.RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        using var client = _server.Connect(parse);
        var request = new CreateCheckInRequest
        {
            Parent = await GoalChoice.FullNameAsync(
                client, () => _server.WorkspaceAsync(parse, client, cancellation), parse.GetRequiredValue(_goal), cancellation),
            Author = _editor.Author(parse),
            Note = parse.GetRequiredValue(_note),
            Confidence = parse.GetRequiredValue(_confidence),
            RequestId = Guid.NewGuid().ToString("N"),
        };
        if (parse.GetValue(_value) is { } value)
        {
            request.Value = value;
        }

        if (parse.GetValue(_time) is { } time)
        {
            request.Time = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(time.UnixMillis));
        }

        var answer = await client.CheckIns.CreateCheckInAsync(request, cancellationToken: cancellation);
        _terminal.Line(CheckInsCommand.Line(answer.CheckIn));
        if (answer.CheckIn.Reading is not null)
        {
            _terminal.Line($"token {answer.Token}");
        }
    }
}
