using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;
using Spectre.Console;

namespace OkrGrains.Cli.Drawing;

/// <summary>The first column of a tree: guide lines, title, weight, and a remark of what is on record, in words or as a sign.</summary>
internal sealed class GoalTitles(IReadOnlyList<GoalRow> rows)
{
    /// <summary>The room that a title should have beside its remark.</summary>
    private const int LeastTitle = 10;

    /// <summary>The cells of guide lines for each level, and of those that are drawn narrow.</summary>
    private const int GuideCells = 3;

    private static readonly Style Dim = new(decoration: Decoration.Dim);

    private static readonly (string Sign, string Meaning)[] SignMeanings =
    [
        (" ○", "shown only, does not count"), (" !", "check-in overdue"), (" ■", "closed"), (" ≠", "closed, restated since"),
    ];

    private readonly int _deepest = rows.Select(row => row.Guides.Length).DefaultIfEmpty().Max();

    private int? _widest;

    private int Widest => _widest ??= Enumerable.Range(0, rows.Count).Select(Wanted).DefaultIfEmpty().Max();

    /// <summary>Returns the width at which a row shows everything.</summary>
    public int Wanted(int row) => Left(rows[row], int.MaxValue) + CellText.Width(string.Concat(Remarks(rows[row]).Select(forms => forms[0])));

    public IReadOnlyList<Fragment> Cell(int row, int width, Style style)
    {
        var goal = rows[row];
        var guides = Guides(goal, width);
        var behind = Link(goal) + string.Concat(Remarks(goal, width));
        var title = CellText.Cut(Shown.Line(goal.Goal.Title), Math.Max(1, width - guides.Length - CellText.Width(behind)));
        return guides.Length + CellText.Width(title + behind) <= width
            ? [new(guides, Dim), new(title, style), new(behind, Dim)]
            : [new(CellText.Cut(guides + title + behind, width), style)];
    }

    /// <summary>Explains the signs that stand for remarks at a width, and counts each.</summary>
    public IEnumerable<string> Signs(int width)
    {
        var used = rows.SelectMany(row => Remarks(row, width)).CountBy(remark => remark).ToDictionary();
        return SignMeanings.Where(sign => used.ContainsKey(sign.Sign))
            .Select(sign => $"{sign.Sign.Trim()} {sign.Meaning}: {Numerals.Count(used[sign.Sign], "line")}");
    }

    private int Left(GoalRow row, int width) => Guides(row, width).Length + CellText.Width(Shown.Line(row.Goal.Title) + Link(row));

    // In a narrow column a level takes one cell, and of a goal deeper than the column the lines of the upper levels are cut.
    private string Guides(GoalRow row, int width)
    {
        if (_deepest <= width / 2 || width >= Widest)
        {
            return row.Guides;
        }

        var narrow = string.Concat(row.Guides.Where((_, at) => at % GuideCells == 0)) + (row.Guides.Length > 0 ? " " : "");
        var room = Math.Max(GuideCells, width - LeastTitle);
        return narrow.Length <= room ? narrow : CellText.Ellipsis + narrow[^(room - 1)..];
    }

    /// <summary>Returns the remarks in the longest form that leaves the title whole, or else readable, or else as signs.</summary>
    private List<string> Remarks(GoalRow row, int width)
    {
        var chosen = new List<string>();
        var guides = Guides(row, width).Length + CellText.Width(Link(row));
        foreach (var forms in Remarks(row))
        {
            var before = CellText.Width(string.Concat(chosen));
            chosen.Add(forms.FirstOrDefault(form => Left(row, width) + before + CellText.Width(form) <= width)
                ?? forms.FirstOrDefault(form => guides + LeastTitle + before + CellText.Width(form) <= width)
                ?? forms[^1]);
        }

        return chosen;
    }

    /// <summary>Returns the weight of the link unless it is 1, and a mark when the goals below are drawn elsewhere.</summary>
    private static string Link(GoalRow row)
    {
        var weight = row.Link is { Counts: true, Weight: { Length: > 0 } given } && given != "1" ? $" ×{given}" : "";
        return row.DrawnElsewhere ? weight + " ↕" : weight;
    }

    /// <summary>Returns what is to be said of the link and the record of a goal, each from its longest form to its shortest.</summary>
    private static IEnumerable<string[]> Remarks(GoalRow row)
    {
        if (row.Link is { Counts: false })
        {
            yield return [" (shown only)", " ○"];
        }

        switch (row.Goal.Figures)
        {
            case { FinalScore: { } final, Restated: true }:
                yield return [$" (closed at {Numerals.Percent(final)}, restated)", $" (was {Numerals.Percent(final)})", " ≠"];
                break;
            case { FinalScore: { } final, Score: { } live } when live.Decimal != final.Decimal:
                // The clock has moved goals below it on, so that the score that is shown is not the final one.
                yield return [$" (closed at {Numerals.Percent(final)})", " (closed)", " ■"];
                break;
            case { FinalScore: not null }:
                yield return [" (closed)", " ■"];
                break;
            case { CheckInOverdue: true }:
                yield return [" (check-in overdue)", " (overdue)", " !"];
                break;
            default:
                break;
        }
    }
}
