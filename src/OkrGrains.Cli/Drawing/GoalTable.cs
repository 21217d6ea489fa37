using OkrGrains.Contracts.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Drawing;

/// <summary>Draws the lines of a tree: who, how far, how it stands.</summary>
internal static class GoalTable
{
    private const int BarCells = 14;
    private const int LeastTitle = 20;
    private const int WidthForNames = 120;

    // Bar, score, letter and status, value, and the gaps between them.
    private const int FixedCells = BarCells + 7 + 13 + 14 + 5;

    private static readonly Style Dim = new(decoration: Decoration.Dim);

    /// <param name="rows">The lines.</param>
    /// <param name="width">Cells of the terminal; titles are cut to it, and names left out of a narrow one.</param>
    /// <param name="limit">Lines at most; the last then tells how many are left out.</param>
    public static IRenderable Of(IReadOnlyList<GoalRow> rows, int width, int limit = int.MaxValue)
    {
        var withNames = width >= WidthForNames;
        var shown = rows.Count <= limit ? rows.Count : Math.Max(0, limit - 1);
        var names = withNames ? rows.Take(shown).Select(row => ShortName(row.Goal).Length).DefaultIfEmpty().Max() + 1 : 0;
        var longest = rows.Take(shown).Select(row => TitleLength(row)).DefaultIfEmpty().Max();
        var titles = Math.Clamp(longest, LeastTitle, Math.Max(LeastTitle, width - FixedCells - names));
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
            table.AddRow(Cells(row, withNames));
        }

        return shown == rows.Count ? table : new Rows(table, new Text($"… {rows.Count - shown} more lines: a higher terminal shows them", Dim));
    }

    private static IEnumerable<IRenderable> Cells(GoalRow row, bool withNames)
    {
        var goal = row.Goal;
        var figures = goal.Figures ?? new GoalFigures();
        var verdict = Verdict.Of(goal);
        var colour = row.Idle ? Dim : new Style(verdict.Colour);
        yield return Title(row);
        yield return figures.Score is null ? Text.Empty : Bar(figures.Score, colour);
        yield return new Text(Numerals.Percent(figures.Score), colour);
        yield return new Text($"{verdict.Letter} {verdict.Words}", colour);
        yield return new Text(Numerals.Value(figures.Value, goal.Unit), row.Idle ? Dim : Style.Plain) { Overflow = Overflow.Ellipsis };
        if (withNames)
        {
            yield return new Text(ShortName(goal), Dim) { Overflow = Overflow.Ellipsis };
        }
    }

    private static Paragraph Title(GoalRow row)
    {
        var title = new Paragraph { Overflow = Overflow.Ellipsis };
        title.Append(row.Guides, Dim);
        var style = row.Idle ? Dim : row.Goal.Kind == GoalKind.Objective ? new Style(decoration: Decoration.Bold) : Style.Plain;
        title.Append(row.Goal.Title, style);
        return title.Append(Remark(row), Dim);
    }

    private static Paragraph Bar(ExactNumber score, Style colour)
    {
        var (filled, rest) = ScoreBar.Of(Numerals.Fraction(score), BarCells);
        return new Paragraph().Append(filled, colour).Append(rest, Dim);
    }

    /// <summary>What sets this place of the goal apart from another: its weight unless it is 1, and where the rest of it stands.</summary>
    private static string Remark(GoalRow row)
    {
        var weight = row.Link is { Counts: false } ? " (shown only)" : row.Link?.Weight is { Length: > 0 } given and not "1" ? $" ×{given}" : "";
        return row.DrawnBefore ? weight + " ↑" : weight;
    }

    private static int TitleLength(GoalRow row) => row.Guides.Length + row.Goal.Title.Length + Remark(row).Length;

    private static string ShortName(Goal goal)
    {
        var parts = goal.Name.Split('/');
        return parts.Length < 2 ? goal.Name : $"{parts[^2]}/{parts[^1]}";
    }
}
