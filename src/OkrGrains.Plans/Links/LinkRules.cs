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

    /// <summary>The most links of all goals of a plan. A reading at the bottom may bring a contribution on every one of them, each a call.</summary>
    private const int MostOfPlan = 200_000;

    private readonly IdIndex<int> _objectives = new();
    private readonly IdIndex<int> _keyResults = new();
    private readonly List<(int From, GivenLink Link)> _given = [];
    private readonly List<Edge> _edges = [];
    private int _goals;

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
        if (_given.Count > MostOfPlan)
        {
            faults.Add(
                _given[MostOfPlan].Link.Node,
                FaultReason.TooManyLinks,
                $"the objectives and key results of a plan can have {MostOfPlan} links to parents in all");
        }

        foreach (var (from, link) in _given)
        {
            var isObjective = link.Parent.Kind == GoalKind.Objective;
            if ((isObjective ? _objectives : _keyResults).TryFind(link.Parent.Id, out var to))
            {
                _edges.Add(new Edge(from, to, link.Node));
            }
            else
            {
                RefuseMissing(link, isObjective);
            }
        }

        CheckPaths(Edge.GraphOf(_goals, _edges));
    }

    private void RefuseMissing(GivenLink link, bool isObjective)
    {
        var id = link.Parent.Id;
        var (reason, kind, index) = isObjective
            ? (FaultReason.NoSuchObjective, "objective", _objectives)
            : (FaultReason.NoSuchKeyResult, "key result", _keyResults);
        var isOther = (isObjective ? _keyResults : _objectives).TryFind(id, out _);
        var hint = isOther ? $": write `{(isObjective ? "keyResult" : "objective")}: {id}`" : index.DidYouMean(id, faults);
        faults.Add(link.Node, reason, $"there is no {kind} `{id}`{hint}");
    }

    private void CheckPaths(GoalGraph<int, Edge> graph)
    {
        foreach (var cycle in graph.Cycles)
        {
            // The edge that closes a cycle may be one that nobody wrote. It starts at a key result then, and the one before it was written.
            // Of several, one in a given file is named, since a stored one is not at fault.
            faults.Add(cycle.Where(edge => edge.IsGiven).OrderBy(edge => edge.Node.IsStored).First().Node, FaultReason.LinkCycle, "this link closes a cycle");
        }

        for (var goal = 0; goal < _goals; goal++)
        {
            // A path of n edges has n + 1 goals. Every longer path goes through one of these, so one fault is enough for it.
            if (graph.HeightAbove(goal) == LongestPath)
            {
                faults.Add(
                    graph.LongestPathUp(goal).First().Node,
                    FaultReason.PathTooLong,
                    $"a path of more than {LongestPath} objectives and key results starts here");
            }
        }
    }

    private int Add(Fields goal, IdIndex<int> index)
    {
        index.Add(goal, _goals);
        return _goals++;
    }
}
