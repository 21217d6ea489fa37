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

    /// <summary>Returns the first of the forms that fits, or the last one, cut.</summary>
    public static string Fit(IReadOnlyList<string> forms, int width) =>
        forms.Count == 0 ? "" : forms.FirstOrDefault(form => Width(form) <= width) ?? Cut(forms[^1], width);
}
