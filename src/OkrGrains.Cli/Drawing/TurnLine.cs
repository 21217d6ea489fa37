using OkrGrains.Cli.Json;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Time;

namespace OkrGrains.Cli.Drawing;

/// <summary>What the clock alone will turn goals to: <c>turns BEHIND at 2001-03-04T05:06:07.008Z</c>.</summary>
internal static class TurnLine
{
    /// <summary>The line of one goal; null when nothing is known to turn.</summary>
    public static string? Of(Goal? goal) => goal?.Figures?.NextTurn is { } turn
        ? $"turns {VerdictWords.Of(turn.Status) ?? VerdictWords.Of(turn.Health)} at {new Instant(turn.At.ToDateTimeOffset().ToUnixTimeMilliseconds())}"
        : null;

    /// <summary>The line of the goal that turns first; null when none is known to.</summary>
    public static string? OfFirst(IEnumerable<Goal> goals)
    {
        var first = goals.Where(goal => goal.Figures?.NextTurn is not null)
            .OrderBy(goal => goal.Figures.NextTurn.At.ToDateTimeOffset()).ThenBy(goal => goal.Name, StringComparer.Ordinal).FirstOrDefault();
        return first is null ? null : $"next: {string.Join('/', first.Name.Split('/')[2..])} {Of(first)}";
    }
}
