using OkrGrains.Cli.Definitions;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Drawing;

/// <summary>
/// Draws the lines of a tree with score, value, status, owner, baseline, id and last check-in, as many of them as there is room for. No line is wider than
/// the terminal; what is cut ends with an ellipsis, and what is left out or shortened is counted below.
/// </summary>
internal sealed class GoalTable
{
    private const int BarCells = 14;

    private static readonly Style Dim = new(decoration: Decoration.Dim);

    private readonly IReadOnlyList<GoalRow> _rows;
    private readonly GoalBook _book;
    private readonly ShownTime _times;
    private readonly int _width;
    private readonly GoalTitles _titles;
    private readonly List<IReadOnlyList<string>> _values;
    private readonly List<IReadOnlyList<string>> _statuses;

    private GoalTable(IReadOnlyList<GoalRow> rows, GoalBook book, ShownTime times, int width)
    {
        _rows = rows;
        _book = book;
        _times = times;
        _width = width;
        _titles = new GoalTitles(rows);
        _values = [.. rows.Select(row => ValueWords.Of(row.Goal, Shown.Line(book.UnitOf(row.Goal))))];
        _statuses = [.. rows.Select(row => StatusWords.Of(row.Goal, times))];
    }

    /// <summary>Draws the rows as a table.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="book">The definitions of their goals.</param>
    /// <param name="times">The times that it shows.</param>
    /// <param name="width">The width of the terminal in cells.</param>
    public static IRenderable Of(IReadOnlyList<GoalRow> rows, GoalBook book, ShownTime times, int width) =>
        TextTable.Drawn(Lines(rows, book, times, width));

    /// <summary>Returns the lines of the table.</summary>
    public static List<IReadOnlyList<Fragment>> Lines(IReadOnlyList<GoalRow> rows, GoalBook book, ShownTime times, int width) =>
        new GoalTable(rows, book, times, width).Lines();

    /// <summary>Returns a line below a table, cut to the width.</summary>
    public static IReadOnlyList<Fragment> Note(string text, int width) => [new Fragment(CellText.Cut(text, width), Dim)];

    private List<IReadOnlyList<Fragment>> Lines()
    {
        var table = new TextTable(Columns(), _rows.Count, _width);
        return [.. table.Lines(), .. table.HiddenNote(), .. Notes(table).Select(table.Note)];
    }

    private IReadOnlyList<Column> Columns() =>
    [
        new Column("goal", Widest(_titles.Wanted), 16) { Good = Math.Max(20, _width / 4), GrowsLast = true, Cell = (row, width) => _titles.Cell(row, width, Bold(row)) },
        new Column("score bar", _rows.Any(row => row.Goal.Figures?.Score is not null) ? BarCells : 0, 10) { Good = BarCells, Rank = 1, Cell = Bar },
        Of("score", row => Numerals.Percent(_rows[row].Goal.Figures?.Score), 7) with { IsRight = true },
        new Column("value", Widest(row => Longest(_values[row])), Widest(row => Shortest(_values[row])))
        {
            Good = 20, Cell = (row, width) => [new Fragment(CellText.Fit(_values[row], width), _rows[row].Idle ? Dim : Style.Plain)],
        },
        new Column("status", Widest(row => Longest(_statuses[row])), Widest(row => Shortest(_statuses[row])))
        {
            Good = 19, Cell = (row, width) => [new Fragment(CellText.Fit(_statuses[row], width), Colour(row))],
        },
        Of("owner", row => Shown.Line(_rows[row].Goal.Owner), 8) with { Good = 12, Rank = 2 },
        Of("baseline", row => ValueWords.Baseline(_rows[row].Goal), 8) with { Rank = 4, IsRight = true },
        Of("id", row => _book.ShortestName(_rows[row].Goal), 12) with { Good = 30, Rank = 3 },
        Of("check-in", row => CheckInWords.Line(_rows[row].Goal, _times), 24) with { Rank = 5 },
    ];

    private Column Of(string name, Func<int, string> text, int least) => new(name, Widest(row => CellText.Width(text(row))), least)
    {
        Cell = (row, width) => [new Fragment(CellText.Cut(text(row), width), name == "score" ? Colour(row) : Dim)],
    };

    private IReadOnlyList<Fragment> Bar(int row, int width) =>
        _rows[row].Goal.Figures is { Score: not null } figures ? ScoreBar.Fragments(figures, width, Colour(row)) : [];

    /// <summary>Says what the lines show in a short form for want of room, and what their signs mean.</summary>
    private IEnumerable<string> Notes(TextTable table)
    {
        var values = _values.Count(forms => Longest(forms) > table.WidthOf("value"));
        var statuses = _statuses.Count(forms => Longest(forms) > table.WidthOf("status"));
        string[] shortened =
        [
            .. values > 0 ? [Numerals.Count(values, "value")] : Array.Empty<string>(),
            .. statuses > 0 ? [statuses == 1 ? "1 status" : $"{statuses} statuses"] : Array.Empty<string>(),
        ];
        if (shortened.Length > 0)
        {
            yield return $"shortened: {string.Join(", ", shortened)}";
        }

        foreach (var sign in _titles.Signs(table.WidthOf("goal")))
        {
            yield return sign;
        }
    }

    private Style Bold(int row) => _rows[row] switch
    {
        { Idle: true } => Dim,
        { Goal.Kind: GoalKind.Objective } => new Style(decoration: Decoration.Bold),
        _ => Style.Plain,
    };

    private Style Colour(int row) => _rows[row].Idle ? Dim : new Style(Verdict.Of(_rows[row].Goal).Colour);

    private int Widest(Func<int, int> width) => _rows.Count == 0 ? 0 : Enumerable.Range(0, _rows.Count).Max(width);

    private static int Longest(IReadOnlyList<string> forms) => forms.Count == 0 ? 0 : CellText.Width(forms[0]);

    private static int Shortest(IReadOnlyList<string> forms) => forms.Count == 0 ? 0 : CellText.Width(forms[^1]);
}
