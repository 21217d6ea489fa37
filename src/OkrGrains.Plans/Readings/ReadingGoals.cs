using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;

namespace OkrGrains.Plans.Readings;

/// <summary>The goals of a workspace, as far as readings are concerned: says which goal a line means, and why one takes none.</summary>
/// <param name="workspace">The id of the workspace.</param>
public sealed class ReadingGoals(string workspace)
{
    // Each search goes through all goals, and a file may have any number of unknown ones.
    private const int MostSearches = 100;

    private readonly Dictionary<GoalName, bool> _goals = [];
    private int _searches;

    /// <summary>The goals that take readings.</summary>
    public IEnumerable<GoalName> Taking => _goals.Where(goal => goal.Value).Select(goal => goal.Key);

    /// <summary>Returns the goals of a plan.</summary>
    public static ReadingGoals Of(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var goals = new ReadingGoals(plan.Workspace);
        foreach (var kpi in plan.Kpis)
        {
            goals.Add(new GoalName(GoalKind.Kpi, kpi.Id), kpi.Measure is not null);
        }

        foreach (var objective in plan.Objectives)
        {
            goals.Add(new GoalName(GoalKind.Objective, objective.Id), takesReadings: false);
            foreach (var keyResult in objective.KeyResults)
            {
                goals.Add(new GoalName(GoalKind.KeyResult, keyResult.Id), keyResult.Measurement is ReadingsMeasurement);
            }
        }

        return goals;
    }

    /// <summary>Adds a goal.</summary>
    /// <param name="goal">The name of the goal.</param>
    /// <param name="takesReadings">True if readings of its own make its value.</param>
    public void Add(GoalName goal, bool takesReadings) => _goals.Add(goal, takesReadings);

    /// <summary>Finds the goal that a good line means. Returns null, or the reason why the goal takes no readings.</summary>
    public ReadingFault? Resolve(ReadingLine line, out GoalName goal)
    {
        goal = line.Goal;
        if (line.Workspace is not null && line.Workspace != workspace)
        {
            var message = $"`{line.Goal}` of the workspace `{line.Workspace}` is named, and these readings go to `{workspace}`";
            return new ReadingFault(line.Line, ReadingReason.NoSuchGoal, message);
        }

        var other = new GoalName(GoalKind.KeyResult, goal.Id);
        if (line.IsBare && Takes(other))
        {
            if (Takes(goal))
            {
                var message = $"`{goal.Id}` may mean `{goal}` or `{other}`, which both take readings: say which";
                return new ReadingFault(line.Line, ReadingReason.AmbiguousGoal, message);
            }

            goal = other;
        }

        return Takes(goal) ? null : Refuse(line);
    }

    private bool Takes(GoalName goal) => _goals.TryGetValue(goal, out var takes) && takes;

    private ReadingFault Refuse(ReadingLine line)
    {
        var goal = line.Goal;
        if (_goals.ContainsKey(goal))
        {
            var message = $"`{goal}` takes no readings: it is derived from others";
            return new ReadingFault(line.Line, ReadingReason.TakesNoReadings, message);
        }

        if (line.IsBare && _goals.ContainsKey(new GoalName(GoalKind.KeyResult, goal.Id)))
        {
            var message = $"`keyResults/{goal.Id}` takes no readings: it follows from others";
            return new ReadingFault(line.Line, ReadingReason.TakesNoReadings, message);
        }

        if (line.IsBare && _goals.ContainsKey(new GoalName(GoalKind.Objective, goal.Id)))
        {
            return new ReadingFault(line.Line, ReadingReason.TakesNoReadings, $"`{goal.Id}` is an objective, which takes no readings");
        }

        var nearest = _searches++ >= MostSearches ? null : NearestName.Of(goal.Id, Taking.Select(known => known.Id));
        var meant = nearest is null ? "" : $": did you mean `{nearest}`?";
        return new ReadingFault(line.Line, ReadingReason.NoSuchGoal, $"`{workspace}` has no `{(line.IsBare ? goal.Id : goal)}`{meant}");
    }
}
