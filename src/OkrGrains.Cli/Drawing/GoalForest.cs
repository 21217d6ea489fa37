using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Drawing;

/// <summary>
/// Goals by who reads whom. At the top are those that none of the others reads: objectives first, then the KPIs that nobody reads.
/// </summary>
internal sealed class GoalForest
{
    private readonly Dictionary<string, List<GoalChild>> _children = new(StringComparer.Ordinal);
    private readonly HashSet<string> _counting = new(StringComparer.Ordinal);

    public GoalForest(IReadOnlyCollection<Goal> goals)
    {
        var names = goals.Select(goal => goal.Name).ToHashSet(StringComparer.Ordinal);
        var roots = new List<Goal>();
        foreach (var goal in goals)
        {
            var read = false;
            foreach (var link in goal.Parents.Where(link => names.Contains(link.Parent)))
            {
                read = true;
                var child = new GoalChild(goal, link);
                ChildrenOf(link.Parent).Add(child);
                if (!child.IsIdle)
                {
                    _counting.Add(goal.Name);
                }
            }

            if (!read)
            {
                roots.Add(goal);
            }
        }

        foreach (var children in _children.Values)
        {
            children.Sort((a, b) => Order(a.Goal).CompareTo(Order(b.Goal)));
        }

        Roots = [.. roots.OrderBy(goal => goal.Kind != GoalKind.Objective).ThenBy(Order)];
    }

    public IReadOnlyList<Goal> Roots { get; }

    public IReadOnlyList<GoalChild> Children(Goal goal) => _children.TryGetValue(goal.Name, out var children) ? children : [];

    /// <summary>Whether the goal counts in another.</summary>
    public bool CountsSomewhere(Goal goal) => _counting.Contains(goal.Name);

    /// <summary>The goal and all that it reads, directly or not; empty when there is no such goal.</summary>
    public static IReadOnlyCollection<Goal> Subtree(IReadOnlyCollection<Goal> goals, string name)
    {
        var forest = new GoalForest(goals);
        var found = new HashSet<Goal>(ReferenceEqualityComparer.Instance);
        var open = new Stack<Goal>(goals.Where(goal => goal.Name == name));
        while (open.TryPop(out var goal))
        {
            if (found.Add(goal))
            {
                forest.Children(goal).ToList().ForEach(child => open.Push(child.Goal));
            }
        }

        return found;
    }

    private static (int Kind, int Ordinal) Order(Goal goal) => (
        goal.Kind switch { GoalKind.KeyResult => 0, GoalKind.Objective => 1, _ => 2 },
        goal.Ordinal);

    private List<GoalChild> ChildrenOf(string parent)
    {
        if (!_children.TryGetValue(parent, out var children))
        {
            _children.Add(parent, children = []);
        }

        return children;
    }
}

/// <summary>A goal below another, and how it is read there.</summary>
internal readonly record struct GoalChild(Goal Goal, GoalLink Link)
{
    /// <summary>Whether the link is shown and does not count.</summary>
    public bool IsIdle => !Link.Counts || Link.Weight == "0";
}
