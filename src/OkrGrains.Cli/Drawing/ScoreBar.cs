namespace OkrGrains.Cli.Drawing;

/// <summary>Draws a score as a bar in steps of an eighth of a cell. A score above 1 fills it.</summary>
internal static class ScoreBar
{
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
}
