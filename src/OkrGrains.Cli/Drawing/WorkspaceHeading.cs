using OkrGrains.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Drawing;

/// <summary>Draws the heading of a tree: the name of the goal or workspace, and the instant of its figures; two lines where one is too long.</summary>
internal static class WorkspaceHeading
{
    /// <summary>The most lines that it takes.</summary>
    public const int MostLines = 2;

    public static IRenderable Of(string name, DateTimeOffset at, ShownTime times, int width)
    {
        var when = $"at {times.WithZone(at)}";
        var gap = CellText.Width(name) + 1 + CellText.Width(when) <= width ? " " : "\n";
        return new Paragraph { Overflow = Overflow.Crop }
            .Append(CellText.Cut(name, width), new Style(decoration: Decoration.Bold))
            .Append(gap + CellText.Cut(when, width), new Style(decoration: Decoration.Dim));
    }
}
