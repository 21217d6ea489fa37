using OkrGrains.Cli.Definitions;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Pages;

/// <summary>
/// Draws a page about one goal: its figures, how it is measured and why it is wanted, its last check-in, the goals that it reads and that
/// read it, and how its definition has changed.
/// </summary>
internal sealed class GoalPage
{
    private const int BarCells = 20;
    private const int RecentChanges = 5;

    private readonly PageFacts _facts;
    private readonly Goal _goal;
    private readonly GoalFigures _figures;
    private readonly GoalBook _book;
    private readonly ShownTime _times;
    private readonly int _width;
    private readonly PageLines _page;

    private GoalPage(PageFacts facts, ShownTime times, int width)
    {
        _facts = facts;
        _goal = facts.Goal;
        _figures = facts.Goal.Figures ?? new GoalFigures();
        _book = new GoalBook([.. facts.List.Goals, facts.Goal]);
        _times = times;
        _width = width;
        _page = new PageLines(width);
    }

    /// <summary>Draws the page.</summary>
    /// <param name="facts">What it is made of.</param>
    /// <param name="times">The times that it shows.</param>
    /// <param name="width">The width of the terminal in cells.</param>
    public static IRenderable Of(PageFacts facts, ShownTime times, int width)
    {
        var page = new GoalPage(facts, times, width);
        page.WriteHeading();
        page.WriteFigures();
        page.WriteDefinition();
        if (!facts.IsFormer)
        {
            page.WriteRecord();
            page.WriteGoals();
            page.WriteChanges();
        }

        return TextTable.Drawn(page._page.Lines);
    }

    private void WriteHeading()
    {
        _page.Title(_goal.Title);
        var at = _times.WithZone(_facts is { IsFormer: true, Goal.Figures.At: { } then } ? then.ToDateTimeOffset() : _facts.List.At);
        var when = $"at {at}{(_facts.IsFormer ? ", under a former definition" : "")}";
        if (CellText.Width(_goal.Name) + 1 + CellText.Width(when) <= _width)
        {
            _page.Note($"{_goal.Name} {when}");
            return;
        }

        _page.Note(_goal.Name);
        _page.Note(when);
    }

    private void WriteFigures()
    {
        var colour = new Style(Verdict.Of(_goal).Colour);
        if (_figures.Score is { } score)
        {
            var expected = _figures.Expected is { } progress ? $", expected {Numerals.Percent(progress)}" : "";
            _page.Field("score", [new($"{Numerals.Percent(score)}{expected} ", colour), .. ScoreBar.Fragments(_figures, BarCells, colour)]);
        }

        if (Numerals.Parse(_figures.Coverage) is > 0 and < 1)
        {
            _page.Field("coverage", $"{Numerals.Percent(_figures.Coverage)} of what it reads has data");
        }

        _page.Field("value", ValueWords.Of(_goal, Shown.Line(_book.UnitOf(_goal))) is [var value, ..] ? value : null);
        _page.Field("status", StatusWords.Of(_goal, _times)[0], colour);
        _page.Field("next", StatusChangeLine.Words(_goal, _times));
        if (VerdictWords.Of(_figures.Grade) is { } grade)
        {
            _page.Field("grade", grade.ToLowerInvariant());
        }

        if (_figures.FinalScore is { } final)
        {
            _page.Field("closed at", Numerals.Percent(final) + (_figures.Restated ? ", restated since" : ""));
        }
    }

    private void WriteDefinition()
    {
        var words = new DefinitionWords(_book);
        _page.Field("owner", _goal.Owner);
        if (_facts.Cycle is { } cycle)
        {
            var state = cycle.State switch { CycleState.Closed => ", closed", CycleState.Reopened => ", reopened", _ => "" };
            _page.Field("cycle", $"{cycle.Name[(cycle.Name.LastIndexOf('/') + 1)..]}, {_times.Days(cycle.Start, cycle.End)}{state}");
        }

        _page.Field("measured as", words.Measured(_goal));
        _page.Field("target", words.Target(_goal));
        _page.Field("baseline", ValueWords.Captured(_goal, Shown.Line(_book.UnitOf(_goal)), _times));
        _page.Field("milestones", DefinitionWords.Milestones(_goal));
        _page.Field("commitment", DefinitionWords.Success(_goal));
        _page.Field("stale after", _goal.StaleAfter is { } age ? $"{LengthWords.Of(age)} without a reading" : null);
        _page.Field("rationale", _goal.Rationale);
        _page.Field("description", _goal.Description);
        _page.Field("actions", _goal.Actions);
        _page.Field("resources", _goal.Resources);
        _page.Field("kind", DefinitionWords.Kinds(_goal));
        _page.Field("tags", string.Join(", ", _goal.Tags));
    }

    private void WriteRecord()
    {
        if (_goal.LastCheckIn is { } checkIn)
        {
            var confidence = checkIn.Confidence.Length > 0 ? $", confidence {checkIn.Confidence}" : "";
            var note = checkIn.Note.Length > 0 ? $": {checkIn.Note}" : "";
            _page.Field("check-in", $"{_times.Of(checkIn.AcceptedAt)} by {checkIn.Author}{confidence}{note}");
        }

        if (_figures.CheckInDueAt is { } due)
        {
            _page.Field(
                _goal.LastCheckIn is null ? "check-in" : "",
                $"{(_goal.LastCheckIn is null ? "none yet, " : "")}{(_figures.CheckInOverdue ? "overdue since" : "the next one is due at")} {_times.Of(due)}",
                _figures.CheckInOverdue ? new Style(Color.Red) : Style.Plain);
        }
    }

    private void WriteGoals()
    {
        var below = GoalRows.Below(new GoalForest([.. GoalForest.Subtree(_facts.List.Goals, _goal.Name)]));
        WriteTable(_goal.Kind == GoalKind.Objective ? "Key results and objectives below" : "Reads", below);
        GoalRow[] parents = [.. _goal.Parents.Select(link => (link, goal: _book.Find(link.Parent))).Where(parent => parent.goal is not null)
            .Select(parent => new GoalRow(parent.goal!, "", parent.link, Idle: false, DrawnElsewhere: false))];
        WriteTable("Parents", parents);
        if (_goal.LeftOutParents > 0)
        {
            _page.Note($"… {Numerals.Count(_goal.LeftOutParents, "more parent")}");
        }
    }

    private void WriteTable(string heading, IReadOnlyList<GoalRow> rows)
    {
        if (rows.Count > 0)
        {
            _page.Heading(heading);
            GoalTable.Lines(rows, _book, _times, _width).ForEach(_page.Line);
        }
    }

    private void WriteChanges()
    {
        var revisions = _facts.Revisions;
        if (revisions.Count == 0)
        {
            return;
        }

        _page.Heading("Recent changes");
        var oldest = Math.Max(0, revisions.Count - RecentChanges);
        for (var i = revisions.Count - 1; i >= oldest; i--)
        {
            _page.Entry(ChangeWords.Of(i > 0 ? revisions[i - 1] : null, revisions[i], _times));
        }

        if (oldest > 0)
        {
            _page.Note($"… {Numerals.Count(oldest, "earlier change")}: okr revisions {GoalNames.Short(_goal)}");
        }
    }
}
