using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Drawing;

/// <summary>Orders goals by what matters first, for a terminal that is too low for a tree.</summary>
internal static class GoalUrgency
{
    private static readonly Status[] Statuses =
        [Status.AtRisk, Status.Missed, Status.Behind, Status.NoData, Status.OnTrack, Status.NotStarted];

    private static readonly Health[] Healths = [Health.Unhealthy, Health.Stale, Health.Watch, Health.NoData];

    /// <summary>
    /// Returns objectives and key results before KPIs, of those the ones in trouble before others, and among equals the order of the plan.
    /// </summary>
    public static IEnumerable<Goal> MostUrgentFirst(IEnumerable<Goal> goals) => goals
        .OrderBy(goal => goal.Kind == GoalKind.Kpi)
        .ThenBy(Rank)
        .ThenBy(goal => goal.Kind != GoalKind.Objective)
        .ThenBy(goal => goal.Ordinal);

    /// <summary>Counts goals, those in trouble by their status first: <c>12 goals: 3 at risk, 1 missed, 8 others</c>.</summary>
    public static string Count(IReadOnlyCollection<Goal> goals, string noun)
    {
        var words = goals.Where(goal => goal.Kind != GoalKind.Kpi && Rank(goal) < Array.IndexOf(Statuses, Status.NoData))
            .GroupBy(Rank).OrderBy(group => group.Key).Select(group => (group.Count(), Verdict.Of(group.First()).Words)).ToList();
        var others = goals.Count - words.Sum(word => word.Item1);
        var parts = words.Select(word => $"{word.Item1} {word.Words}").ToList();
        if (parts.Count > 0 && others > 0)
        {
            parts.Add(others == 1 ? "1 other" : $"{others} others");
        }

        return Numerals.Count(goals.Count, noun) + (parts.Count > 0 ? $": {string.Join(", ", parts)}" : "");
    }

    private static int Rank(Goal goal)
    {
        var rank = goal.Kind == GoalKind.Kpi
            ? Array.IndexOf(Healths, goal.Figures?.Health ?? default)
            : Array.IndexOf(Statuses, goal.Figures?.Status ?? default);
        return rank < 0 ? int.MaxValue : rank;
    }
}
