using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Drawing;

/// <summary>Says a status or a health in words, and why: <c>behind by 12 points</c>, <c>no baseline</c>.</summary>
internal static class StatusWords
{
    /// <summary>A gap below this much is not worth a word beside "on track".</summary>
    private const decimal LeastLead = 0.01m;

    /// <summary>Returns the forms from the longest to the shortest.</summary>
    public static IReadOnlyList<string> Of(Goal goal, ShownTime times)
    {
        var figures = goal.Figures ?? new GoalFigures();
        var words = Verdict.Of(goal).Words;
        var gap = Numerals.Parse(figures.Expected) - Numerals.Parse(figures.Score);
        if ((VerdictWords.Of(figures.Status) ?? VerdictWords.Of(figures.Health)) == VerdictWords.Unknown)
        {
            return [$"{words} to this program", words];
        }

        return goal.Kind == GoalKind.Kpi ? OfHealth(figures.Health, goal, words) : figures.Status switch
        {
            Status.NoData => [NoData(goal)],
            Status.NotStarted when figures.NextTurn is { } turn => [$"{words}, begins {times.Day(turn.At)}", words],
            Status.OnTrack when gap >= LeastLead => [$"{words}, {Numerals.Points(gap.Value)} short", words],
            Status.OnTrack when gap <= -LeastLead => [$"{words}, {Numerals.Points(gap.Value)} ahead", words],
            Status.Behind or Status.AtRisk when gap is { } behind => [$"{words} by {Numerals.Points(behind)}", Brief(words, behind)],
            Status.Missed when goal.Commitment is CommitmentKind.Committed or CommitmentKind.Aspirational =>
                [$"{words}, needed {(goal.Commitment == CommitmentKind.Committed ? "100%" : "70%")}", words],
            _ => [words],
        };
    }

    private static IReadOnlyList<string> OfHealth(Health health, Goal goal, string words) => health switch
    {
        Health.NoData => [NoData(goal)],
        Health.Unscored when goal.Figures?.Value is null => [NoData(goal)],
        Health.Unscored => ["no target"],
        Health.Stale when goal.StaleAfter is { } age => [$"{words}, no reading for {LengthWords.Of(age)}", words],
        _ => [words],
    };

    private static string NoData(Goal goal) => goal.Figures?.NoDataReason switch
    {
        NoDataReason.NotDefined => "not defined",
        NoDataReason.NoReadings => "no readings",
        NoDataReason.NoBaseline => "no baseline",
        NoDataReason.BaselineIsTarget => "baseline is target",
        NoDataReason.WindowBegins => "window begins",
        NoDataReason.NothingBelow => "nothing below",
        NoDataReason.NoDataBelow => "no data below",
        _ => "no data",
    };

    private static string Brief(string words, decimal gap) => $"{words} by {Numerals.Points(gap).Split(' ')[0]}";
}
