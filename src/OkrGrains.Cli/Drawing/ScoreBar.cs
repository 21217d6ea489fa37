using OkrGrains.Contracts.V1;
using Spectre.Console;

namespace OkrGrains.Cli.Drawing;

/// <summary>Draws a score as a bar in steps of an eighth of a cell. A score above 1 fills it.</summary>
internal static class ScoreBar
{
    /// <summary>The mark at the place where the score is expected to be.</summary>
    public const string Mark = "│";

    private const string Eighths = " ▏▎▍▌▋▊▉";
    private const char Full = '█';

    public static (string Filled, string Empty) Of(double fraction, int cells)
    {
        var eighths = (int)(Math.Clamp(fraction, 0, 1) * cells * 8);
        var full = eighths / 8;
        var filled = new string(Full, full);
        if (eighths % 8 > 0)
        {
            filled += Eighths[eighths % 8];
        }

        return (filled, new string('·', cells - filled.Length));
    }

    /// <summary>Returns the cell of the mark of an expected score; null for none, and where nothing is expected yet.</summary>
    public static int? MarkAt(double? expected, int cells) => expected is > 0 ? Math.Min(cells - 1, (int)(expected * cells)) : null;

    /// <summary>Returns the pieces of the bar of a goal, with the mark where the goal is expected to be.</summary>
    public static IReadOnlyList<Fragment> Fragments(GoalFigures figures, int cells, Style style)
    {
        var dim = new Style(decoration: Decoration.Dim);
        var (filled, rest) = Of(Numerals.Fraction(figures.Score), cells);
        if (MarkAt(figures.Expected is null ? null : Numerals.Fraction(figures.Expected), cells) is not { } at)
        {
            return [new(filled, style), new(rest, dim)];
        }

        return at < filled.Length
            ? [new(filled[..at], style), new(Mark, Style.Plain), new(filled[(at + 1)..], style), new(rest, dim)]
            : [new(filled, style), new(rest[..(at - filled.Length)], dim), new(Mark, Style.Plain), new(rest[(at - filled.Length + 1)..], dim)];
    }
}
