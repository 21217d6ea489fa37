using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Links;

/// <summary>An edge between two goals: one reads the other or counts for it.</summary>
/// <param name="From">The number of the goal that names the other.</param>
/// <param name="To">The number of the goal that is named.</param>
/// <param name="Node">The place where it is named.</param>
/// <param name="IsGiven">False for the edge from a key result to its objective, which nobody writes in a plan.</param>
internal readonly record struct Edge(int From, int To, PlanNode Node, bool IsGiven = true);

/// <summary>
/// Walks goals depth first and finds the edges that close a cycle and the longest path from each goal. It does not recurse, because a plan
/// may chain 100,000 goals.
/// </summary>
internal sealed class Graph
{
    private readonly Edge[] _edges;
    private readonly int[] _next;
    private readonly int[] _end;
    private readonly bool[] _open;
    private readonly Stack<Edge> _way = new();

    public Graph(int goals, IEnumerable<Edge> edges)
    {
        // The sort is stable, so that faults come in the order of the text.
        _edges = [.. edges.OrderBy(edge => edge.From)];
        _next = new int[goals];
        _end = new int[goals];
        _open = new bool[goals];
        Length = new int[goals];
        LongestBy = new Edge?[goals];
        for (var i = 0; i < _edges.Length; i++)
        {
            var from = _edges[i].From;
            _next[from] = i == 0 || _edges[i - 1].From != from ? i : _next[from];
            _end[from] = i + 1;
        }

        for (var goal = 0; goal < goals; goal++)
        {
            if (Length[goal] == 0)
            {
                Walk(goal);
            }
        }
    }

    /// <summary>The number of goals on the longest path from each goal, itself included. Edges that close a cycle are left out.</summary>
    public int[] Length { get; }

    /// <summary>The edge with which the longest path from each goal starts; null if the path is the goal alone.</summary>
    public Edge?[] LongestBy { get; }

    /// <summary>One edge for each cycle found: the closing one, or the one before it if nobody wrote the closing one.</summary>
    public List<Edge> Closing { get; } = [];

    private void Walk(int start)
    {
        Open(start);
        for (var goal = start; ;)
        {
            if (_next[goal] < _end[goal])
            {
                var edge = _edges[_next[goal]++];
                if (_open[edge.To])
                {
                    // An edge that nobody wrote starts at a key result, and the edge that led to a key result is always a written one.
                    Closing.Add(edge.IsGiven ? edge : _way.Peek());
                }
                else if (Length[edge.To] > 0)
                {
                    Extend(edge);
                }
                else
                {
                    _way.Push(edge);
                    Open(goal = edge.To);
                }

                continue;
            }

            _open[goal] = false;
            if (goal == start)
            {
                return;
            }

            var back = _way.Pop();
            Extend(back);
            goal = back.From;
        }
    }

    private void Open(int goal)
    {
        _open[goal] = true;
        Length[goal] = 1;
    }

    private void Extend(Edge edge)
    {
        if (Length[edge.To] >= Length[edge.From])
        {
            Length[edge.From] = Length[edge.To] + 1;
            LongestBy[edge.From] = edge;
        }
    }
}
