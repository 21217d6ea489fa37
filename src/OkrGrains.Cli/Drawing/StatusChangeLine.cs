using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Drawing;

/// <summary>Formats the next change of status or health by the clock alone: <c>turns BEHIND at 2001-03-04T05:06:07.008Z</c>.</summary>
internal static class StatusChangeLine
{
    /// <summary>Returns the line of one goal; null when no change is known.</summary>
    public static string? Of(Goal? goal, ShownTime times, int width, string before = "") => goal?.Figures?.NextTurn is { } change
        ? CellText.Joined($"{before}turns {VerdictWords.Of(change.Status) ?? VerdictWords.Of(change.Health)}", $"at {times.Of(change.At)}", width)
        : null;

    /// <summary>Returns the line of the goal that changes first; null when no change is known.</summary>
    public static string? OfFirst(IEnumerable<Goal> goals, ShownTime times, int width)
    {
        var first = goals.Where(goal => goal.Figures?.NextTurn is not null)
            .OrderBy(goal => goal.Figures.NextTurn.At.ToDateTimeOffset()).ThenBy(goal => goal.Name, StringComparer.Ordinal).FirstOrDefault();
        return first is null ? null : Of(first, times, width, $"next: {GoalNames.Short(first)} ");
    }
}
