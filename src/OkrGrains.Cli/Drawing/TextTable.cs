using Spectre.Console;
using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Drawing;

/// <summary>Lays columns out in a width, and writes their rows as lines of which none is wider.</summary>
internal sealed class TextTable
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    private readonly List<Column> _columns;
    private readonly int[] _widths;
    private readonly int _rows;
    private readonly int _width;

    public TextTable(IEnumerable<Column> columns, int rows, int width)
    {
        // A column with something in it is wide enough for its name too.
        _columns = [.. columns.Select(column => column.Wanted == 0 ? column : column with
        {
            Wanted = Math.Max(column.Wanted, column.Name.Length),
            Least = column.IsRight ? Math.Max(column.Least, column.Name.Length) : column.Least,
        })];
        _widths = ColumnLayout.Widths(_columns, width);
        _rows = rows;
        _width = width;
    }

    /// <summary>The names of the columns that have no room.</summary>
    public IReadOnlyList<string> Hidden => [.. _columns.Where((column, index) => column.Wanted > 0 && _widths[index] == 0).Select(column => column.Name)];

    /// <summary>Returns the width that a column has got; 0 when it is not shown.</summary>
    public int WidthOf(string name) => _widths[_columns.FindIndex(column => column.Name == name)];

    /// <summary>Returns the line with the names of the columns, unless there is no row, and a line for each row.</summary>
    public List<IReadOnlyList<Fragment>> Lines()
    {
        var lines = new List<IReadOnlyList<Fragment>>();
        if (_rows > 0)
        {
            lines.Add(Line((column, width) => [new Fragment(CellText.Cut(column.Name, width), Dim)]));
        }

        for (var row = 0; row < _rows; row++)
        {
            var index = row;
            lines.Add(Line((column, width) => column.Cell(index, width)));
        }

        return lines;
    }

    /// <summary>Returns a line of one text, cut to the width.</summary>
    public IReadOnlyList<Fragment> Note(string text) => GoalTable.Note(text, _width);

    /// <summary>Returns the note that counts the columns without room; none when all are shown.</summary>
    public IEnumerable<IReadOnlyList<Fragment>> HiddenNote() =>
        Hidden is { Count: > 0 } hidden ? [Note($"{Numerals.Count(hidden.Count, "column")} hidden: {string.Join(", ", hidden)}")] : [];

    /// <summary>Draws lines; one without text is an empty line.</summary>
    public static IRenderable Drawn(IEnumerable<IReadOnlyList<Fragment>> lines) => new Rows(lines.Select(line =>
    {
        if (line.Count == 0)
        {
            return (IRenderable)new EmptyLine();
        }

        var paragraph = new Paragraph { Overflow = Overflow.Crop };
        foreach (var fragment in line)
        {
            paragraph.Append(fragment.Text, fragment.Style);
        }

        return paragraph;
    }));

    private List<Fragment> Line(Func<Column, int, IReadOnlyList<Fragment>> cell)
    {
        var line = new List<Fragment>();
        var pending = 0;
        for (var i = 0; i < _columns.Count; i++)
        {
            if (_widths[i] == 0)
            {
                continue;
            }

            var fragments = cell(_columns[i], _widths[i]);
            var spare = _widths[i] - fragments.Sum(fragment => CellText.Width(fragment.Text));
            if (spare == _widths[i])
            {
                pending += spare + ColumnLayout.Gap;
                continue;
            }

            // Blanks are written only before something, so that no line ends with them.
            line.Add(new Fragment(new string(' ', pending + (_columns[i].IsRight ? spare : 0)), Style.Plain));
            line.AddRange(fragments);
            pending = (_columns[i].IsRight ? 0 : spare) + ColumnLayout.Gap;
        }

        return line;
    }

    private sealed class EmptyLine : IRenderable
    {
        public Spectre.Console.Rendering.Measurement Measure(RenderOptions options, int maxWidth) => new(0, 0);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => [Segment.LineBreak];
    }
}
