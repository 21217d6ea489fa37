using OkrGrains.Model.Goals;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Links;

/// <summary>
/// Checks the links of all objectives and key results together: every parent must exist, and the links must form no cycle and no path that
/// is too long (goal-model §6).
/// </summary>
internal sealed class LinkRules(FaultList faults)
{
    private const int LongestPath = 32;

    private readonly IdIndex<int> _objectives = new();
    private readonly IdIndex<int> _keyResults = new();
    private readonly List<(int From, GivenLink Link)> _given = [];
    private readonly List<Edge> _edges = [];
    private readonly List<PlanNode> _goals = [];

    /// <summary>Adds an objective with its links and returns its number.</summary>
    public int AddObjective(Fields objective, List<GivenLink> links)
    {
        var number = Add(objective, _objectives);
        _given.AddRange(links.Select(link => (number, link)));
        return number;
    }

    public void AddKeyResult(Fields keyResult, int objective)
    {
        var number = Add(keyResult, _keyResults);
        _edges.Add(new Edge(number, objective, keyResult.Map, IsGiven: false));
    }

    public void Check()
    {
        foreach (var (from, link) in _given)
        {
            var isObjective = link.Parent.Kind == GoalKind.Objective;
            if ((isObjective ? _objectives : _keyResults).TryFind(link.Parent.Id, out var to))
            {
                _edges.Add(new Edge(from, to, link.Node));
            }
            else
            {
                var reason = isObjective ? FaultReason.NoSuchObjective : FaultReason.NoSuchKeyResult;
                faults.Add(link.Node, reason, $"there is no {(isObjective ? "objective" : "key result")} `{link.Parent.Id}`");
            }
        }

        CheckPaths(new Graph(_goals.Count, _edges));
    }

    private void CheckPaths(Graph graph)
    {
        foreach (var edge in graph.Closing)
        {
            faults.Add(edge.Node, FaultReason.LinkCycle, "this link closes a cycle");
        }

        for (var goal = 0; goal < _goals.Count; goal++)
        {
            // Every longer path goes through one of these, so one fault is enough for it.
            if (graph.Length[goal] == LongestPath + 1)
            {
                faults.Add(
                    graph.LongestBy[goal]?.Node ?? _goals[goal],
                    FaultReason.PathTooLong,
                    $"a path of more than {LongestPath} objectives and key results starts here");
            }
        }
    }

    private int Add(Fields goal, IdIndex<int> index)
    {
        var number = _goals.Count;
        _goals.Add(goal.Map);
        index.Add(goal, number);
        return number;
    }
}
