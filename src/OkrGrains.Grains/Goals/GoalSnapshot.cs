using OkrGrains.Grains.Readings;
using OkrGrains.Grains.Time;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Goals;

/// <summary>The definition and readings that a goal's grain holds at one moment, and the figures that follow from them.</summary>
/// <param name="Goal">The goal as loaded.</param>
/// <param name="Readings">The goal's own readings; null for a goal that reads others.</param>
internal readonly record struct GoalSnapshot(LoadedGoal Goal, ReadingState? Readings)
{
    public GoalVersion Version => Readings?.Version ?? Goal.Inputs.Version(Goal.Node.Row.Revision);

    /// <summary>Returns the goal's contribution to the goals that read it at one read point.</summary>
    /// <param name="point">The read point.</param>
    /// <param name="now">The instant of the goal clock.</param>
    public Contribution ContributionAt(ReadPoint point, Instant now) => Readings is { } readings
        ? readings.Contribution(Goal.Node, point)
        : GoalEvaluation.Contribution(Goal.Node, point, Goal.Inputs, now);

    /// <summary>Returns the goal with its figures for an instant.</summary>
    public GoalState StateAt(Instant at)
    {
        var figures = FiguresAt(at);
        var change = Readings is { } readings
            ? StatusForecast.OfMeasured(Goal.Node, readings.Measured, figures, at)
            : StatusForecast.Next(Goal.Node, figures, newest: null, at);
        return GoalRecords.AddTo(new GoalState(Goal.Node.Address, Version, at, figures, change), Goal.Node, Goal.Record, Goal.SettlesAt);
    }

    /// <summary>
    /// Returns the next instant at which the clock changes what is shown of the goal: its value, status, health or grade, or that a
    /// check-in is overdue; null for never.
    /// </summary>
    public Instant? NextChange(Instant now)
    {
        var verdict = StatusForecast.NextVerdict(Goal.Node, FiguresAt(now), Readings?.Measured.Newest, now);
        var overdue = Review.OverdueFrom(GoalRecords.CheckInDueAt(Goal.Node, Goal.Record));
        return new[] { Readings?.Measured.ValidUntil, verdict, overdue > now ? overdue : null }.Min();
    }

    private GoalFigures FiguresAt(Instant at) => Readings is { } readings
        ? GoalEvaluation.OfMeasured(Goal.Node, readings.Measured, at)
        : GoalEvaluation.OfDerived(Goal.Node, Goal.Inputs, at);
}
