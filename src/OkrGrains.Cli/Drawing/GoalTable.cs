using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Drawing;

/// <summary>Draws the lines of a tree with title, score, status or health, and value.</summary>
internal static class GoalTable
{
    private const int BarCells = 14;
    private const int LeastTitle = 20;
    // The bar, the score (7), the letter and status (13), the value (14), and the gaps between them (5).
    private const int FixedCells = BarCells + 7 + 13 + 14 + 5;

    private static readonly Style Dim = new(decoration: Decoration.Dim);

    /// <summary>Draws the rows as a table.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="width">
    /// The width of the terminal in cells. Titles are cut to fit, and names are left out if they would cut a title.
    /// </param>
    /// <param name="limit">The maximum number of lines. If there are more rows, the last line says how many are left out.</param>
    public static IRenderable Of(IReadOnlyList<GoalRow> rows, int width, int limit = int.MaxValue)
    {
        var shown = rows.Count <= limit ? rows.Count : Math.Max(0, limit - 1);
        var names = rows.Take(shown).Select(row => ShortName(row.Goal).Length).DefaultIfEmpty().Max() + 1;
        var longest = rows.Take(shown).Select(TitleLength).DefaultIfEmpty().Max();
        var withNames = longest + FixedCells + names <= width;
        var titles = Math.Clamp(longest, LeastTitle, Math.Max(LeastTitle, width - FixedCells));
        var table = new Table().NoBorder().HideHeaders();
        table.AddColumn(new TableColumn("").Width(titles).NoWrap().PadLeft(0).PadRight(1));
        table.AddColumn(new TableColumn("").Width(BarCells).NoWrap().PadLeft(0).PadRight(1));
        table.AddColumn(new TableColumn("").Width(6).NoWrap().RightAligned().PadLeft(0).PadRight(1));
        table.AddColumn(new TableColumn("").Width(13).NoWrap().PadLeft(0).PadRight(1));
        table.AddColumn(new TableColumn("").Width(14).NoWrap().RightAligned().PadLeft(0).PadRight(1));
        if (withNames)
        {
            table.AddColumn(new TableColumn("").NoWrap().PadLeft(0).PadRight(0));
        }

        foreach (var row in rows.Take(shown))
        {
            table.AddRow(Cells(row, titles, withNames));
        }

        return shown == rows.Count ? table : new Rows(table, new Text($"… {rows.Count - shown} more lines: a higher terminal shows them", Dim));
    }

    private static IEnumerable<IRenderable> Cells(GoalRow row, int titles, bool withNames)
    {
        var goal = row.Goal;
        var figures = goal.Figures ?? new GoalFigures();
        var verdict = Verdict.Of(goal);
        var colour = row.Idle ? Dim : new Style(verdict.Colour);
        yield return Title(row, titles);
        yield return figures.Score is null ? Text.Empty : Bar(figures.Score, colour);
        yield return new Text(Numerals.Percent(figures.Score), colour);
        yield return new Text($"{verdict.Letter} {verdict.Words}", colour);
        yield return new Text(Numerals.Value(figures.Value, Shown.Line(goal.Unit)), row.Idle ? Dim : Style.Plain) { Overflow = Overflow.Ellipsis };
        if (withNames)
        {
            yield return new Text(ShortName(goal), Dim) { Overflow = Overflow.Ellipsis };
        }
    }

    private static Paragraph Title(GoalRow row, int width)
    {
        var title = Shown.Line(row.Goal.Title);
        var remark = TitleLength(row) <= width ? Remark(row) : Remark(row, brief: true);
        var room = Math.Max(1, width - row.Guides.Length - remark.Length);
        var cut = title.Length <= room ? title : string.Concat(title.AsSpan(0, room - 1), "…");
        var style = row.Idle ? Dim : row.Goal.Kind == GoalKind.Objective ? new Style(decoration: Decoration.Bold) : Style.Plain;
        return new Paragraph { Overflow = Overflow.Crop }.Append(row.Guides, Dim).Append(cut, style).Append(remark, Dim);
    }

    private static Paragraph Bar(ExactNumber score, Style colour)
    {
        var (filled, rest) = ScoreBar.Of(Numerals.Fraction(score), BarCells);
        return new Paragraph().Append(filled, colour).Append(rest, Dim);
    }

    /// <summary>
    /// Returns the remark behind a title: the weight of the link unless it is 1, and a mark when the goals below are drawn elsewhere.
    /// </summary>
    private static string Remark(GoalRow row, bool brief = false)
    {
        var weight = row.Link is { Counts: false } ? " (shown only)" : row.Link?.Weight is { Length: > 0 } given and not "1" ? $" ×{given}" : "";
        return (row.DrawnElsewhere ? weight + " ↕" : weight) + OnRecord(row.Goal.Figures, brief);
    }

    /// <summary>Returns the remark about the closing of the goal and its final score, or about an overdue check-in.</summary>
    private static string OnRecord(GoalFigures? figures, bool brief) => figures switch
    {
        { FinalScore: { } final, Restated: true } => brief ? $" (was {Numerals.Percent(final)})" : $" (closed at {Numerals.Percent(final)}, restated)",
        { FinalScore: not null } => " (closed)",
        { CheckInOverdue: true } => brief ? " (overdue)" : " (check-in overdue)",
        _ => "",
    };

    private static int TitleLength(GoalRow row) => row.Guides.Length + Shown.Line(row.Goal.Title).Length + Remark(row).Length;

    private static string ShortName(Goal goal)
    {
        var parts = goal.Name.Split('/');
        return parts.Length < 2 ? goal.Name : $"{parts[^2]}/{parts[^1]}";
    }
}
