using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Drawing;

/// <summary>Says the next change of status or health by the clock alone: <c>turns behind at 2001-03-04T05:06:07.008Z</c>.</summary>
internal static class StatusChangeLine
{
    /// <summary>Returns what one goal turns, and when; null when no change is known.</summary>
    public static string? Words(Goal goal, ShownTime times) => goal.Figures?.NextTurn is { } turn ? $"{What(turn)} {When(turn, times)}" : null;

    /// <summary>Returns the line of the goal that changes first; null when no change is known.</summary>
    public static string? OfFirst(IEnumerable<Goal> goals, ShownTime times, int width)
    {
        var first = goals.Where(goal => goal.Figures?.NextTurn is not null)
            .OrderBy(goal => goal.Figures.NextTurn.At.ToDateTimeOffset()).ThenBy(goal => goal.Name, StringComparer.Ordinal).FirstOrDefault();
        return first?.Figures.NextTurn is { } turn
            ? CellText.Joined($"next: {GoalNames.Short(first)} {What(turn)}", When(turn, times), width)
            : null;
    }

    private static string What(NextTurn turn) => $"turns {Verdict.InWords(VerdictWords.Of(turn.Status) ?? VerdictWords.Of(turn.Health))}";

    private static string When(NextTurn turn, ShownTime times) => $"at {times.Of(turn.At)}";
}
