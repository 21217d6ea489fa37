using System.CommandLine;
using Google.Protobuf;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Definitions;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Cli.Pages;
using OkrGrains.Client;
using Spectre.Console;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr show [GOAL]</c>: shows the current figures of goals.</summary>
internal sealed class ShowCommand
{
    private const string Tree = "tree";
    private const string Json = "json";

    private readonly Argument<string?> _goal = new("GOAL")
    {
        Description = "kpis/x, keyResults/x, objectives/x, a full name, or an id that only one goal has; all goals when left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _output = new Option<string>("--output", "-o")
    {
        Description = "A tree for people, or JSON with every digit.",
        DefaultValueFactory = _ => Tree,
    }.AcceptOnlyFromAmong(Tree, Json);

    private readonly Option<string?> _after = new("--after")
    {
        Description = "Wait until the readings of the push that printed this token count.",
        HelpName = "TOKEN",
    };
    private readonly Option<long?> _revision = new("--revision")
    {
        Description = "Show the goal under the definition that it had at this revision, evaluated now from all readings.",
        HelpName = "R",
        CustomParser = NumberParsing.OptionalWhole,
    };

    private readonly Option<bool> _first = new("--first") { Description = "Show the goal under its first definition, as --revision does." };
    private readonly ZoneChoice _zone = new();
    private readonly ServerChoice _server = new();
    private readonly Terminal _terminal;

    private int Width => _terminal.Out.Profile.Width;

    private ShowCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var show = new ShowCommand(terminal);
        var command = new Command("show", "Show what goals are worth now.") { show._goal, show._output, show._after, show._revision, show._first };
        show._zone.AddTo(command);
        show._server.AddBothTo(command);
        command.Run(terminal, show.RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        using var client = _server.Connect(parse);
        Task<string> Workspace() => _server.WorkspaceAsync(parse, client, cancellation);
        var json = parse.GetValue(_output) == Json;
        var after = parse.GetValue(_after) ?? "";
        if (parse.GetValue(_goal) is not { Length: > 0 } goal)
        {
            await ShowAllAsync(parse, client, await Workspace(), after, json, cancellation);
            return;
        }

        var name = await GoalChoice.FullNameAsync(client, Workspace, goal, cancellation);
        var revision = await RevisionAsync(client, parse, name, cancellation);
        var found = revision is { } then
            ? await client.Goals.GetAtRevisionAsync(name, then, cancellation)
            : await client.Goals.GetAsync(name, after, cancellation);
        if (json)
        {
            _terminal.Json(new JsonFormatter(JsonFormatter.Settings.Default.WithIndentation()).Format(found));
            return;
        }

        var list = await client.Goals.ListAsync(GoalChoice.WorkspaceOf(name), cancellation: cancellation);
        var current = revision is null ? list.Goals.FirstOrDefault(one => one.Name == found.Name) ?? found : found;
        var facts = await new PageFacts(current, list) { IsFormer = revision is not null }.CompletedAsync(client, cancellation);
        _terminal.Out.Write(GoalPage.Of(facts, ShownTimes(parse, list), Width));
    }

    private async Task<long?> RevisionAsync(OkrClient client, ParseResult parse, string name, CancellationToken cancellation)
    {
        if (!parse.GetValue(_first))
        {
            return parse.GetValue(_revision);
        }

        await foreach (var revision in client.Goals.RevisionsAsync(name, cancellation))
        {
            return revision.Revision_;
        }

        return null;
    }

    private async Task ShowAllAsync(ParseResult parse, OkrClient client, string workspace, string after, bool json, CancellationToken cancellation)
    {
        var list = await client.Goals.ListAsync(workspace, after, cancellation: cancellation);
        if (json)
        {
            _terminal.Json(WorkspaceJson.Of(list));
            return;
        }

        var times = ShownTimes(parse, list);
        var rows = GoalRows.Of(new GoalForest(list.Goals), TreeDetail.Kpis);
        _terminal.Out.Write(WorkspaceHeading.Of(workspace, list.At, times, Width));
        _terminal.Out.WriteLine();
        _terminal.Out.Write(GoalTable.Of(rows, new GoalBook(list.Goals), times, Width));
        StatusChangeLine.OfFirst(list.Goals, times, Width)?.Split('\n').ToList().ForEach(_terminal.Line);
    }

    private ShownTime ShownTimes(ParseResult parse, GoalList list) => _zone.Times(parse, list.TimeZone);
}
