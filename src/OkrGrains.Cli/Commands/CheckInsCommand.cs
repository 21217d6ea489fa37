using System.CommandLine;
using System.Globalization;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr check-ins GOAL</c>: lists the check-ins on a key result or an objective, newest first.</summary>
internal static class CheckInsCommand
{
    public static Command Create(Terminal terminal)
    {
        var goal = new Argument<string>("GOAL") { Description = "The key result or objective, written as for show." };
        var server = new ServerChoice();
        var command = new Command("check-ins", "List the check-ins on a goal, newest first.") { goal };
        server.AddBothTo(command);
        command.Run(terminal, async (parse, cancellation) =>
        {
            using var client = server.Connect(parse);
            var request = new ListCheckInsRequest
            {
                Parent = await GoalChoice.FullNameAsync(
                    client, () => server.WorkspaceAsync(parse, client, cancellation), parse.GetRequiredValue(goal), cancellation),
            };
            do
            {
                var page = await client.CheckIns.ListCheckInsAsync(request, cancellationToken: cancellation);
                foreach (var checkIn in page.CheckIns)
                {
                    terminal.Line(Line(checkIn));
                }

                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
        });
        return command;
    }

    /// <summary>Formats a check-in as one line.</summary>
    public static string Line(CheckIn checkIn)
    {
        var confidence = checkIn.Confidence.Length > 0 ? $" confidence={checkIn.Confidence}" : "";
        var value = checkIn.Reading is { } reading
            ? string.Create(CultureInfo.InvariantCulture, $" value={reading.Value:R} producer={reading.Producer} sequence={reading.Sequence}")
            : "";
        var note = checkIn.Note.Length > 0 ? $": {checkIn.Note.ReplaceLineEndings(" ")}" : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{checkIn.Number} {InstantParsing.Of(checkIn.AcceptedAt)} {checkIn.Author}{confidence}{value}{note}");
    }
}
