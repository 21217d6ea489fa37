using System.CommandLine;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Output;
using OkrGrains.Cli.Readings;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr correct PRODUCER SEQUENCE VALUE</c>: gives a reading another value.</summary>
internal static class CorrectCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new AmendmentOptions();
        var value = new Argument<double>("VALUE")
        {
            Description = "The value that the reading should have had.",
            CustomParser = NumberParsing.Reading,
        };
        var command = new Command(
            "correct", "Correct a reading, and wait until it counts. It keeps its time; what was accepted stays on record.");
        options.AddReadingTo(command);
        command.Arguments.Add(value);
        options.AddRestTo(command);
        command.Run(terminal, async (parse, cancellation) =>
        {
            using var client = options.Server.Connect(parse);
            var workspace = await options.Server.WorkspaceAsync(parse, client, cancellation);
            var request = new CorrectReadingRequest
            {
                Parent = workspace,
                Producer = options.Producer(parse),
                Sequence = options.Sequence(parse),
                Goal = await options.GoalAsync(parse, client, workspace, cancellation),
                Value = parse.GetRequiredValue(value),
                Author = options.Author(parse),
                Reason = options.Reason(parse),
            };
            var answer = await client.Readings.CorrectAsync(request, cancellation);
            await AmendmentOptions.ReportAsync(
                terminal, client, workspace, answer.Amended, ReadingNumbers.Text(request.Value), answer.Token, cancellation);
        });
        return command;
    }
}
