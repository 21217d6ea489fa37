using System.CommandLine;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Output;
using OkrGrains.Client;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr cycle close|reopen|finals CYCLE</c>: closes or reopens a cycle, or lists its final scores.</summary>
internal static class CycleCommand
{
    public static Command Create(Terminal terminal) => new("cycle", "Close a cycle that has ended, open it again, or list its final scores.")
    {
        Change(terminal, "close", "Close a cycle that has ended, by all that is accepted now.", async (client, name, author, reason, cancellation) =>
        {
            var request = new CloseCycleRequest { Name = name, Author = author, Reason = reason };
            return (await client.Cycles.CloseCycleAsync(request, cancellationToken: cancellation)).Cycle;
        }),
        Change(terminal, "reopen", "Open a closed cycle again: its final scores stay on record, and stand no more.", async (client, name, author, reason, cancellation) =>
        {
            var request = new ReopenCycleRequest { Name = name, Author = author, Reason = reason };
            return (await client.Cycles.ReopenCycleAsync(request, cancellationToken: cancellation)).Cycle;
        }),
        Finals(terminal),
    };

    private static Argument<string> CycleArgument() => new("CYCLE") { Description = "The cycle's id, or its full name." };

    private static Command Change(
        Terminal terminal, string verb, string description, Func<OkrClient, string, string, string, CancellationToken, Task<Cycle>> change)
    {
        var cycle = CycleArgument();
        var editor = new EditorChoice();
        var server = new ServerChoice();
        var command = new Command(verb, description) { cycle };
        editor.AddTo(command);
        server.AddBothTo(command);
        command.Run(terminal, async (parse, cancellation) =>
        {
            using var client = server.Connect(parse);
            var name = await NameAsync(server, client, parse, parse.GetRequiredValue(cycle), cancellation);
            CyclesCommand.Report(terminal, await change(client, name, editor.Author(parse), editor.Reason(parse), cancellation));
        });
        return command;
    }

    private static Command Finals(Terminal terminal)
    {
        var cycle = CycleArgument();
        var revision = new Option<long>("--revision")
        {
            Description = "The revision of the closing; that of the last closing by default.",
            HelpName = "R",
            CustomParser = NumberParsing.Whole,
        };
        var server = new ServerChoice();
        var command = new Command("finals", "List the final scores of a closing.") { cycle, revision };
        server.AddBothTo(command);
        command.Run(terminal, async (parse, cancellation) =>
        {
            using var client = server.Connect(parse);
            var request = new ListFinalsRequest
            {
                Name = await NameAsync(server, client, parse, parse.GetRequiredValue(cycle), cancellation),
                Revision = parse.GetValue(revision),
            };
            do
            {
                var page = await client.Cycles.ListFinalsAsync(request, cancellationToken: cancellation);
                foreach (var final in page.Finals)
                {
                    var grade = Output.VerdictWords.Of(final.Grade);
                    terminal.Line($"{final.Goal} score={final.Score.Decimal} coverage={final.Coverage.Decimal} {grade}");
                }

                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
        });
        return command;
    }

    private static async Task<string> NameAsync(
        ServerChoice server, OkrClient client, ParseResult parse, string cycle, CancellationToken cancellation) =>
        cycle.StartsWith("workspaces/", StringComparison.Ordinal)
            ? cycle
            : $"{await server.WorkspaceAsync(parse, client, cancellation)}/cycles/{cycle}";
}
