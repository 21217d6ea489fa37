using OkrGrains.Model.Time;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Drawing;

/// <summary>Draws the heading of a tree: the name of the goal or workspace, and the instant of its figures.</summary>
internal static class WorkspaceHeading
{
    public static IRenderable Of(string name, DateTimeOffset at) => new Paragraph()
        .Append(name, new Style(decoration: Decoration.Bold))
        .Append($" at {new Instant(at.ToUnixTimeMilliseconds())}", new Style(decoration: Decoration.Dim));
}
