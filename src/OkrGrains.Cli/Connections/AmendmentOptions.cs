using System.CommandLine;
using OkrGrains.Cli.Output;
using OkrGrains.Cli.Readings;
using OkrGrains.Client;
using OkrGrains.Client.Retrying;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Time;

namespace OkrGrains.Cli.Connections;

/// <summary>
/// The common part of <c>okr correct</c> and <c>okr retract</c>: the reading, the author, the reason, and the wait for the outcome.
/// </summary>
internal sealed class AmendmentOptions
{
    private readonly Argument<string> _producer = new("PRODUCER")
    {
        Description = "The producer of the reading, as push prints it and okr readings lists it.",
    };
    private readonly Argument<long> _sequence = new("SEQUENCE")
    {
        Description = "The sequence of the reading, its number within its producer.",
        CustomParser = NumberParsing.Whole,
    };

    private readonly Option<string?> _goal = new("--goal")
    {
        Description = "The goal of the reading; searched for among the last readings of the server by default.",
        HelpName = "GOAL",
    };

    private readonly Option<string> _author = new("--author")
    {
        Description = "The person who asks, kept on record; the user of this machine by default.",
        HelpName = "NAME",
        DefaultValueFactory = _ => Environment.UserName,
    };

    private readonly Option<string> _reason = new("--reason")
    {
        Description = "The reason, kept on record.",
        HelpName = "TEXT",
        DefaultValueFactory = _ => "",
    };

    public ServerChoice Server { get; } = new();

    public void AddReadingTo(Command command)
    {
        command.Arguments.Add(_producer);
        command.Arguments.Add(_sequence);
    }

    public void AddRestTo(Command command)
    {
        command.Options.Add(_goal);
        command.Options.Add(_author);
        command.Options.Add(_reason);
        Server.AddBothTo(command);
    }

    public string Producer(ParseResult parse) => parse.GetRequiredValue(_producer);

    public long Sequence(ParseResult parse) => parse.GetRequiredValue(_sequence);

    public string Author(ParseResult parse) => parse.GetValue(_author) ?? "";

    public string Reason(ParseResult parse) => parse.GetValue(_reason) ?? "";

    /// <summary>Returns the goal by its name within the workspace, as requests carry it; empty when none was given.</summary>
    public async Task<string> GoalAsync(ParseResult parse, OkrClient client, string workspace, CancellationToken cancellation)
    {
        if (parse.GetValue(_goal) is not { Length: > 0 } goal)
        {
            return "";
        }

        var name = await GoalChoice.FullNameAsync(client, () => Task.FromResult(workspace), goal, cancellation);
        return name[(GoalChoice.WorkspaceOf(name).Length + 1)..];
    }

    /// <summary>Waits until an amendment counts in every goal, and reports what it did.</summary>
    /// <param name="terminal">The terminal to report to.</param>
    /// <param name="client">The connection to the server.</param>
    /// <param name="workspace">The full name of the workspace.</param>
    /// <param name="reading">The reading.</param>
    /// <param name="outcome">The words for what was done to the reading.</param>
    /// <param name="token">The token of the server's answer, to wait for.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task ReportAsync(
        Terminal terminal, OkrClient client, string workspace, AmendedReading reading, string outcome, string token, CancellationToken cancellation)
    {
        await client.Goals.ReadAtLeastAsync(workspace, token, new RetryOptions(), cancellation);
        var time = new Instant(reading.Time.ToDateTimeOffset().ToUnixTimeMilliseconds());
        var before = reading.HasPreviousValue ? ReadingNumbers.Text(reading.PreviousValue) : "retracted";
        terminal.Line($"{reading.Goal} at {time}: {before} -> {outcome}");
        terminal.Line($"token {token}");
    }
}
