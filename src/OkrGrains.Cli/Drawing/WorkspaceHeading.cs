using OkrGrains.Model.Time;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Drawing;

/// <summary>What is drawn, and at which instant.</summary>
internal static class WorkspaceHeading
{
    public static IRenderable Of(string name, DateTimeOffset at) => new Paragraph()
        .Append(name, new Style(decoration: Decoration.Bold))
        .Append($" at {new Instant(at.ToUnixTimeMilliseconds())}", new Style(decoration: Decoration.Dim));
}
