using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Definitions;

/// <summary>Goals by name, with the units of what key results read, and the ids that only one goal has.</summary>
internal sealed class GoalBook
{
    private readonly Dictionary<string, Goal> _goals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<GoalKind>> _ids = new(StringComparer.Ordinal);

    public GoalBook(IEnumerable<Goal> goals) => Take(goals);

    /// <summary>Takes the newest states of goals.</summary>
    public void Take(IEnumerable<Goal> goals)
    {
        foreach (var goal in goals)
        {
            _goals[goal.Name] = goal;
            KindsOf(goal).Add(goal.Kind);
        }
    }

    /// <summary>Returns a goal by its full name; null when it is not here.</summary>
    public Goal? Find(string name) => _goals.GetValueOrDefault(name);

    /// <summary>Returns the unit of a goal's value: its own, or that of the KPI which a key result reads; empty for none.</summary>
    public string UnitOf(Goal goal) => (Find(goal.Kpi) ?? goal).Unit;

    /// <summary>Returns the shortest name by which a command finds the goal: its id, behind its kind if goals of several kinds have it.</summary>
    public string ShortestName(Goal goal)
    {
        var name = goal.Name.Split('/');
        return KindsOf(goal).Count > 1 ? string.Join('/', name[^2..]) : name[^1];
    }

    private HashSet<GoalKind> KindsOf(Goal goal)
    {
        var id = goal.Name[(goal.Name.LastIndexOf('/') + 1)..];
        if (!_ids.TryGetValue(id, out var kinds))
        {
            _ids.Add(id, kinds = []);
        }

        return kinds;
    }
}
