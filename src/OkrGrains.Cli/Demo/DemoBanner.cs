using System.Globalization;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Cli.Readings;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Demo;

/// <summary>Draws the progress of the demo: a bar for the whole file, and readings per second.</summary>
internal sealed class DemoBanner(Terminal terminal, FilePush push, long total)
{
    /// <summary>The number of lines that the banner takes, including the empty one below it.</summary>
    public const int Lines = 2;

    private const int BarCells = 40;

    private static readonly Style Dim = new(decoration: Decoration.Dim);

    private readonly long _started = terminal.Time.GetTimestamp();

    public IRenderable Draw()
    {
        var count = push.Counts.Acknowledged;
        var rate = count / Math.Max(0.001, terminal.Time.GetElapsedTime(_started).TotalSeconds);
        var (filled, rest) = ScoreBar.Of((double)count / total, BarCells);
        return new Paragraph()
            .Append(filled, new Style(Color.Aqua))
            .Append(rest, Dim)
            .Append(string.Create(CultureInfo.InvariantCulture, $" {count:#,0} of {total:#,0} readings"))
            .Append(string.Create(CultureInfo.InvariantCulture, $" · {rate:#,0}/s\n"), Dim);
    }
}
