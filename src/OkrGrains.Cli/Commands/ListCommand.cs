using System.CommandLine;
using System.CommandLine.Parsing;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Definitions;
using OkrGrains.Cli.Lists;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr list</c>: lists every goal of a workspace in a line, for people and for programs.</summary>
internal sealed class ListCommand
{
    private static readonly GoalKind[] Kinds = [GoalKind.Objective, GoalKind.KeyResult, GoalKind.Kpi];

    private readonly Option<string[]> _kind = new Option<string[]>("--kind")
    {
        Description = "Only goals of this kind; may be given several times.",
        Arity = ArgumentArity.OneOrMore,
    }.AcceptOnlyFromAmong([.. Kinds.Select(ListColumn.KindWord)]);

    private readonly Option<ListColumn[]?> _columns = new("--columns")
    {
        Description = $"What to say of each goal, separated by commas: {string.Join(", ", ListColumn.All.Select(column => column.Name))}.",
        HelpName = "NAMES",
        CustomParser = result => Parse(result, result.Tokens[0].Value),
    };

    private readonly Option<string> _output = new Option<string>("--output", "-o")
    {
        Description = "A table or Markdown for people, who see a few columns unless they choose; CSV or JSON with every digit and all columns.",
        DefaultValueFactory = _ => ListFormats.Table,
    }.AcceptOnlyFromAmong(ListFormats.Table, ListFormats.Csv, ListFormats.Json, ListFormats.Markdown);

    private readonly ZoneChoice _zone = new();
    private readonly ServerChoice _server = new();
    private readonly Terminal _terminal;

    private ListCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var list = new ListCommand(terminal);
        var command = new Command("list", "List every goal in a line.") { list._kind, list._columns, list._output };
        list._zone.AddTo(command);
        list._server.AddBothTo(command);
        command.Run(terminal, list.RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        using var client = _server.Connect(parse);
        var list = await client.Goals.ListAsync(await _server.WorkspaceAsync(parse, client, cancellation), cancellation: cancellation);
        var book = new GoalBook(list.Goals);
        var times = _zone.Times(parse, list.TimeZone);
        var kinds = parse.GetValue(_kind) is { Length: > 0 } chosen ? [.. Kinds.Where(kind => chosen.Contains(ListColumn.KindWord(kind)))] : Kinds;
        var goals = kinds.SelectMany(kind => list.Goals.Where(goal => goal.Kind == kind).OrderBy(goal => goal.Ordinal));
        var format = parse.GetRequiredValue(_output);
        IReadOnlyList<ListColumn> columns = format is ListFormats.Table or ListFormats.Markdown ? ListColumn.ForPeople : ListColumn.All;
        ListFormats.Write(_terminal, format, parse.GetValue(_columns) is { Length: > 0 } given ? given : columns, [.. goals.Select(goal => new ListedGoal(goal, book, times))]);
    }

    private static ListColumn[] Parse(ArgumentResult result, string text)
    {
        var columns = new List<ListColumn>();
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (ListColumn.Find(name) is { } column && !columns.Contains(column))
            {
                columns.Add(column);
            }
            else
            {
                result.AddError(ListColumn.Find(name) is null
                    ? $"'{name}' is no column: choose from {string.Join(", ", ListColumn.All.Select(one => one.Name))}."
                    : $"The column '{name}' is given twice.");
            }
        }

        return [.. columns];
    }
}
