using OkrGrains.Contracts.V1;
using OkrGrains.Model.Definitions;

namespace OkrGrains.Cli.Definitions;

/// <summary>
/// Goals by name, with what the plan says of each. A definition is read once, however often the goal is drawn, until another one comes.
/// </summary>
internal sealed class GoalBook
{
    private readonly Dictionary<string, (Goal Goal, DefinedGoal Defined)> _pages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<GoalKind>> _ids = new(StringComparer.Ordinal);

    private readonly HashSet<string> _readers = new(StringComparer.Ordinal);

    public GoalBook(IEnumerable<Goal> goals) => Take(goals);

    /// <summary>Takes the newest states of goals.</summary>
    public void Take(IEnumerable<Goal> goals)
    {
        foreach (var goal in goals)
        {
            var known = _pages.TryGetValue(goal.Name, out var page) && page.Goal.Definition == goal.Definition;
            _readers.UnionWith(goal.Parents.Where(link => link.Counts && link.Weight != "0").Select(link => link.Parent));
            _pages[goal.Name] = (goal, known ? page.Defined : DefinedGoal.Of(goal));
            if (!known)
            {
                KindsOf(goal).Add(goal.Kind);
            }
        }
    }

    /// <summary>Returns a goal by its full name; null when it is not here.</summary>
    public Goal? Find(string name) => _pages.TryGetValue(name, out var page) ? page.Goal : null;

    /// <summary>Returns what the plan says of a goal.</summary>
    public DefinedGoal Of(Goal goal) => _pages.TryGetValue(goal.Name, out var page) ? page.Defined : DefinedGoal.Unknown;

    /// <summary>Returns true when at least one goal counts under this one.</summary>
    public bool ReadsSomething(Goal goal) => _readers.Contains(goal.Name);

    /// <summary>Returns the unit of a goal's value: its own, or that of the KPI which a key result reads; empty for none.</summary>
    public string UnitOf(Goal goal)
    {
        var kpi = Of(goal).KeyResult?.Measurement is KpiMeasurement { Kpi: var id } ? KpiOf(goal, id) : null;
        return kpi?.Unit ?? goal.Unit;
    }

    /// <summary>Returns a KPI of the workspace of a goal by its id; null when it is not here.</summary>
    public Goal? KpiOf(Goal goal, string id) => Find(InWorkspaceOf(goal, $"kpis/{id}"));

    /// <summary>Returns the commitment of an objective, or of the objective of a key result; null when it is not known.</summary>
    public Commitment? CommitmentOf(Goal goal)
    {
        var objective = goal.Kind == GoalKind.KeyResult && goal.Parents.Count > 0 ? Find(goal.Parents[0].Parent) : goal;
        return objective is null ? null : Of(objective).Objective?.Commitment;
    }

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

    private static string InWorkspaceOf(Goal goal, string name) => $"{string.Join('/', goal.Name.Split('/').Take(2))}/{name}";
}
