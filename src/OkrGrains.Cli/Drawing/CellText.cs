using System.Globalization;
using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Drawing;

/// <summary>Measures and cuts text by the cells that it takes on a terminal: a Chinese character takes two.</summary>
internal static class CellText
{
    public const string Ellipsis = "…";

    public static int Width(string text) => new Segment(text).CellCount();

    /// <summary>Returns the text if it fits, and otherwise its beginning with an ellipsis.</summary>
    public static string Cut(string text, int width)
    {
        if (Width(text) <= width)
        {
            return text;
        }

        var kept = 0;
        var cells = 0;
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            cells += Width(elements.GetTextElement());
            if (cells > width - 1)
            {
                break;
            }

            kept = elements.ElementIndex + elements.GetTextElement().Length;
        }

        return width <= 0 ? "" : text[..kept] + Ellipsis;
    }

    /// <summary>Returns one line if both parts fit in it, and otherwise a line for each, cut where it must be.</summary>
    public static string Joined(string first, string second, int width) => Width(first) + 1 + Width(second) <= width
        ? $"{first} {second}"
        : $"{Cut(first, width)}\n  {Cut(second, width - 2)}";

    /// <summary>Returns a text in lines of at most a width, broken between words, and within a word only where it is wider than a line.</summary>
    public static IReadOnlyList<string> Wrapped(string text, int width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && Width(line) + 1 + Width(word) <= width)
            {
                line += " " + word;
                continue;
            }

            if (line.Length > 0)
            {
                lines.Add(line);
            }

            var pieces = Pieces(word, width);
            lines.AddRange(pieces[..^1]);
            line = pieces[^1];
        }

        lines.Add(line);
        return lines;
    }

    private static List<string> Pieces(string word, int width)
    {
        var pieces = new List<string>();
        var piece = "";
        var elements = StringInfo.GetTextElementEnumerator(word);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (piece.Length > 0 && Width(piece + element) > width)
            {
                pieces.Add(piece);
                piece = "";
            }

            piece += element;
        }

        return [.. pieces, piece];
    }

    /// <summary>Returns the first of the forms that fits, or the last one, cut.</summary>
    public static string Fit(IReadOnlyList<string> forms, int width) =>
        forms.Count == 0 ? "" : forms.FirstOrDefault(form => Width(form) <= width) ?? Cut(forms[^1], width);
}
