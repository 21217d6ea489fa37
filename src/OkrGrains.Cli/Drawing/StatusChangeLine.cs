using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Time;

namespace OkrGrains.Cli.Drawing;

/// <summary>Formats the next change of status or health by the clock alone: <c>turns BEHIND at 2001-03-04T05:06:07.008Z</c>.</summary>
internal static class StatusChangeLine
{
    /// <summary>Returns the line of one goal; null when no change is known.</summary>
    public static string? Of(Goal? goal) => goal?.Figures?.NextTurn is { } change
        ? $"turns {VerdictWords.Of(change.Status) ?? VerdictWords.Of(change.Health)} at {new Instant(change.At.ToDateTimeOffset().ToUnixTimeMilliseconds())}"
        : null;

    /// <summary>Returns the line of the goal that changes first; null when no change is known.</summary>
    public static string? OfFirst(IEnumerable<Goal> goals)
    {
        var first = goals.Where(goal => goal.Figures?.NextTurn is not null)
            .OrderBy(goal => goal.Figures.NextTurn.At.ToDateTimeOffset()).ThenBy(goal => goal.Name, StringComparer.Ordinal).FirstOrDefault();
        return first is null ? null : $"next: {string.Join('/', first.Name.Split('/')[2..])} {Of(first)}";
    }
}
