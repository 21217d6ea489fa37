using OkrGrains.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Drawing;

/// <summary>Draws the heading of a tree: the name of the goal or workspace, and the instant of its figures; two lines where one is too long.</summary>
internal static class WorkspaceHeading
{
    public static IRenderable Of(string name, DateTimeOffset at, ShownTime times, int width)
    {
        var when = When(at, times);
        var gap = LinesOf(name, at, times, width) == 1 ? " " : "\n";
        return new Paragraph { Overflow = Overflow.Crop }
            .Append(CellText.Cut(name, width), new Style(decoration: Decoration.Bold))
            .Append(gap + CellText.Cut(when, width), new Style(decoration: Decoration.Dim));
    }

    /// <summary>Returns the number of lines that it takes.</summary>
    public static int LinesOf(string name, DateTimeOffset at, ShownTime times, int width) =>
        CellText.Width(name) + 1 + CellText.Width(When(at, times)) <= width ? 1 : 2;

    private static string When(DateTimeOffset at, ShownTime times) => $"at {times.WithZone(at)}";
}
