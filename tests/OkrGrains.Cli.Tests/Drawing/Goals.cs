using OkrGrains.Cli.Definitions;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Tests.Drawing;

/// <summary>Creates goals to draw, and returns a drawing as text.</summary>
internal static class Goals
{
    public static Goal Objective(string id, string score, params GoalLink[] parents) =>
        New(GoalKind.Objective, "objectives", id, score, parents);

    public static Goal KeyResult(string id, string score, params GoalLink[] parents) =>
        New(GoalKind.KeyResult, "keyResults", id, score, parents);

    public static Goal Kpi(string id, string score, params GoalLink[] parents)
    {
        var kpi = New(GoalKind.Kpi, "kpis", id, score, parents);
        kpi.Figures.Status = default;
        kpi.Figures.Health = Health.Watch;
        return kpi;
    }

    public static GoalLink Under(string parent, string weight = "1", bool counts = true) =>
        new() { Parent = $"workspaces/w/{parent}", Weight = weight, Counts = counts };

    public static string Draw(IReadOnlyList<GoalRow> rows, int width) =>
        Text(GoalTable.Of(rows, new GoalBook(rows.Select(row => row.Goal)), ShownTime.Utc, width), width);

    public static string Text(IRenderable drawing, int width)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = width;
        console.Write(drawing);
        return text.ToString().TrimEnd('\n');
    }

    private static Goal New(GoalKind kind, string collection, string id, string score, GoalLink[] parents) => new()
    {
        Name = $"workspaces/w/{collection}/{id}",
        Kind = kind,
        Title = id,
        Parents = { parents },
        Figures = new GoalFigures { Score = new ExactNumber { Decimal = score }, Status = OkrGrains.Contracts.V1.Status.Behind },
    };
}
