using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using Spectre.Console;

namespace OkrGrains.Cli.Pages;

/// <summary>Writes the lines of a page. A text wider than the page goes on below itself, broken between words: nothing of it is left out.</summary>
/// <param name="width">The width of the page in cells.</param>
internal sealed class PageLines(int width)
{
    /// <summary>The cells in front of the text of a field: the longest label, and blanks.</summary>
    private const int LabelCells = 12;

    private const int Indent = 2;

    private static readonly Style Dim = new(decoration: Decoration.Dim);
    private static readonly Style Bold = new(decoration: Decoration.Bold);

    private readonly List<IReadOnlyList<Fragment>> _lines = [];

    public IReadOnlyList<IReadOnlyList<Fragment>> Lines => _lines;

    /// <summary>Writes a text in bold, in as many lines as it takes.</summary>
    public void Title(string text) => _lines.AddRange(Wrapped(text, width, Bold));

    /// <summary>Writes a text of no weight, in as many lines as it takes.</summary>
    public void Note(string text) => _lines.AddRange(Wrapped(text, width, Dim));

    /// <summary>Writes the heading of a part of the page, after an empty line.</summary>
    public void Heading(string text)
    {
        _lines.Add([]);
        _lines.Add([new Fragment(text, Bold)]);
    }

    /// <summary>Writes a line that is laid out already.</summary>
    public void Line(IReadOnlyList<Fragment> line) => _lines.Add(line);

    /// <summary>Writes a field with a text of one line or several; nothing when there is no text.</summary>
    public void Field(string label, string? text) => Field(label, text, Style.Plain);

    /// <summary>Writes a field with a text in a style.</summary>
    public void Field(string label, string? text, Style style)
    {
        foreach (var part in (text ?? "").ReplaceLineEndings("\n").Split('\n').Where(part => part.Trim().Length > 0))
        {
            foreach (var line in Wrapped(part, width - LabelCells, style))
            {
                _lines.Add([new Fragment(label.PadRight(LabelCells), Dim), .. line]);
                label = "";
            }
        }
    }

    /// <summary>Writes a field of pieces in several styles, which has room in a line.</summary>
    public void Field(string label, IEnumerable<Fragment> pieces) => _lines.Add([new Fragment(label.PadRight(LabelCells), Dim), .. pieces]);

    /// <summary>Writes an entry of a list, whose further lines are indented.</summary>
    public void Entry(string text)
    {
        var first = true;
        foreach (var line in Wrapped(text, width - Indent, Style.Plain))
        {
            _lines.Add(first ? line : [new Fragment(new string(' ', Indent), Style.Plain), .. line]);
            first = false;
        }
    }

    private static IEnumerable<IReadOnlyList<Fragment>> Wrapped(string text, int width, Style style) =>
        CellText.Wrapped(Shown.Prose(text), Math.Max(1, width)).Select(line => new[] { new Fragment(line, style) });
}
