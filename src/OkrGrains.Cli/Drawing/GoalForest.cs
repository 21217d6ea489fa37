using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Drawing;

/// <summary>
/// Goals arranged as trees, in which a goal stands below the goals that read it. The roots are the goals that no other goal reads:
/// objectives first, then the rest.
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

    /// <summary>Returns true when at least one other goal counts this one.</summary>
    public bool CountsSomewhere(Goal goal) => _counting.Contains(goal.Name);

    /// <summary>Returns the goal and everything that it reads, directly or indirectly; empty when there is no such goal.</summary>
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

/// <summary>A goal below another one, with the link by which it is read there.</summary>
internal readonly record struct GoalChild(Goal Goal, GoalLink Link)
{
    /// <summary>True when the link is shown but does not contribute to the goal above.</summary>
    public bool IsIdle => !Link.Counts || Link.Weight == "0";
}
