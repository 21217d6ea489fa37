using System.CommandLine;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr retract PRODUCER SEQUENCE</c>: stops a reading from counting.</summary>
internal static class RetractCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new AmendmentOptions();
        var command = new Command(
            "retract", "Retract a reading, and wait until it counts no more. It stays on record; okr correct makes it count again.");
        options.AddReadingTo(command);
        options.AddRestTo(command);
        command.Run(terminal, async (parse, cancellation) =>
        {
            using var client = options.Server.Connect(parse);
            var workspace = await options.Server.WorkspaceAsync(parse, client, cancellation);
            var request = new RetractReadingRequest
            {
                Parent = workspace,
                Producer = options.Producer(parse),
                Sequence = options.Sequence(parse),
                Goal = await options.GoalAsync(parse, client, workspace, cancellation),
                Author = options.Author(parse),
                Reason = options.Reason(parse),
            };
            var answer = await client.Readings.RetractAsync(request, cancellation);
            await AmendmentOptions.ReportAsync(terminal, client, workspace, answer.Amended, "retracted", answer.Token, cancellation);
        });
        return command;
    }
}
