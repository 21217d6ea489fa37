using OkrGrains.Grains.Goals;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Time;

/// <summary>Predicts when the status or health of a goal changes if nothing arrives.</summary>
internal static class StatusForecast
{
    /// <summary>
    /// The most steps of a forecast: future readings that come due, and edges of windows between them. A goal is expected to have fewer;
    /// with more its next change counts as unknown.
    /// </summary>
    private const int MostSteps = 64;

    /// <summary>
    /// Returns the first change of status or health if value, score and coverage stay as they are. A goal that reads others may change
    /// before, when one of them does.
    /// </summary>
    public static StatusChange? Next(GoalNode node, GoalFigures figures, Instant? newest, Instant at) => node is KpiNode kpi
        ? Staleness.Next(kpi.Definition, figures, newest, at)
        : node.StatusSchedule?.NextStatus(figures.Score ?? Portion.Zero, figures.Coverage ?? Portion.Zero, at);

    /// <summary>
    /// Does the same as <see cref="Next"/> for the grade, too: returns the first instant at which watchers have something to be told.
    /// </summary>
    public static Instant? NextVerdict(GoalNode node, GoalFigures figures, Instant? newest, Instant at) => node is KpiNode kpi
        ? Staleness.Next(kpi.Definition, figures, newest, at)?.At
        : node.StatusSchedule?.NextVerdict(figures.Score ?? Portion.Zero, figures.Coverage ?? Portion.Zero, at);

    /// <summary>
    /// Returns the first change of status or health of a goal that takes readings, together with what the clock does to its value: readings
    /// come due, and windows move on. Null for never, and where only the history tells what remains when a reading leaves a rolling window.
    /// </summary>
    public static StatusChange? OfMeasured(GoalNode node, MeasureState measured, GoalFigures figures, Instant at)
    {
        var now = figures;
        for (var step = 0; step < MostSteps; step++)
        {
            var change = Next(node, figures, measured.Newest, at);
            if (measured.ValidUntil is not { } until || change?.At < until)
            {
                return change;
            }

            if (until <= at || measured.AdvanceTo(until) is not { } then)
            {
                return null;
            }

            (measured, at) = (then, until);
            figures = GoalEvaluation.OfMeasured(node, measured, at);
            if (figures.Status != now.Status || figures.Health != now.Health)
            {
                return new StatusChange(at, figures.Status, figures.Health);
            }
        }

        return null;
    }
}
