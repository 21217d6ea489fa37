using OkrGrains.Grains.Goals;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Model.Turns;

namespace OkrGrains.Grains.Turning;

/// <summary>When a goal turns if nothing arrives.</summary>
internal static class TurnForecast
{
    /// <summary>Future readings that are held and the edges between them are fewer.</summary>
    private const int MostSteps = 64;

    /// <summary>
    /// The first change of status or health if value, score and coverage stay: of a goal that reads others, if none of them turns before.
    /// </summary>
    public static Turn? Next(GoalNode node, GoalFigures figures, Instant? newest, Instant at) => node is KpiNode kpi
        ? Staleness.Next(kpi.Definition, figures, newest, at)
        : node.Pacing?.NextStatus(figures.Score ?? Portion.Zero, figures.Coverage ?? Portion.Zero, at);

    /// <summary>As <see cref="Next"/>, of the grade too: the first instant at which watchers have something to be told.</summary>
    public static Instant? NextVerdict(GoalNode node, GoalFigures figures, Instant? newest, Instant at) => node is KpiNode kpi
        ? Staleness.Next(kpi.Definition, figures, newest, at)?.At
        : node.Pacing?.NextVerdict(figures.Score ?? Portion.Zero, figures.Coverage ?? Portion.Zero, at);

    /// <summary>
    /// The first change of status or health of a goal that takes readings, with what the clock does to its value: readings come due, and
    /// windows turn. Null for never, and where only the history tells what a reading leaves behind in a rolling window.
    /// </summary>
    public static Turn? OfMeasured(GoalNode node, MeasureState measured, GoalFigures figures, Instant at)
    {
        var now = figures;
        for (var step = 0; step < MostSteps; step++)
        {
            var turn = Next(node, figures, measured.Newest, at);
            if (measured.ValidUntil is not { } until || turn?.At < until)
            {
                return turn;
            }

            if (until <= at || measured.AdvanceTo(until) is not { } then)
            {
                return null;
            }

            (measured, at) = (then, until);
            figures = GoalEvaluation.OfMeasured(node, measured.ValueAt(node.OwnPoint), measured.Newest, at);
            if (figures.Status != now.Status || figures.Health != now.Health)
            {
                return new Turn(at, figures.Status, figures.Health);
            }
        }

        return null;
    }
}
