using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;
using Spectre.Console;
using Status = OkrGrains.Contracts.V1.Status;

namespace OkrGrains.Cli.Drawing;

/// <summary>The appearance of a status or a health: a letter, its words and a colour.</summary>
internal readonly record struct Verdict(char Letter, string Words, Color Colour)
{
    public static Verdict Of(Goal goal) => goal.Kind == GoalKind.Kpi ? OfHealth(goal.Figures?.Health ?? 0) : OfStatus(goal.Figures);

    private static Verdict OfStatus(GoalFigures? figures)
    {
        var status = figures?.Status ?? Status.Unspecified;
        var (letter, colour) = status switch
        {
            Status.Achieved => ('A', Color.Green),
            Status.Succeeded => ('G', Color.Green),
            Status.OnTrack => ('T', Color.Green),
            Status.Behind => ('B', Color.Yellow),
            Status.AtRisk => ('R', Color.Red),
            Status.Missed => ('M', Color.Red),
            Status.NotStarted => ('S', Color.Blue),
            _ => ('-', Color.Grey),
        };
        return new(letter, InWords(VerdictWords.Of(status)), colour);
    }

    private static Verdict OfHealth(Health health)
    {
        var (letter, colour) = health switch
        {
            Health.Healthy => ('H', Color.Green),
            Health.Watch => ('W', Color.Yellow),
            Health.Unhealthy => ('U', Color.Red),
            Health.Stale => ('O', Color.Purple),
            Health.Unscored => ('·', Color.Grey),
            _ => ('-', Color.Grey),
        };
        return new(letter, InWords(VerdictWords.Of(health)), colour);
    }

    /// <summary>Returns a word of the goal model as people write it: <c>at risk</c>.</summary>
    public static string InWords(string? word) => word?.Replace('_', ' ').ToLowerInvariant() ?? "";
}
