using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Links;

/// <summary>One goal reads or counts for another.</summary>
/// <param name="From">The number of the goal that names the other.</param>
/// <param name="To">The number of the other.</param>
/// <param name="Node">Where it is named.</param>
/// <param name="IsGiven">False for the link of a key result to its objective, which nobody writes.</param>
internal readonly record struct Edge(int From, int To, PlanNode Node, bool IsGiven = true);

/// <summary>
/// Walks goals depth first, without recursion (a plan may chain 100,000), and finds the edges that close a cycle and the longest path
/// from each goal.
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
        // A stable sort: faults come in the order of the text.
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

    /// <summary>Of each goal, how many goals the longest path from it has, itself included; cycles left aside.</summary>
    public int[] Length { get; }

    /// <summary>Of each goal, the edge with which its longest path starts.</summary>
    public Edge?[] LongestBy { get; }

    /// <summary>One edge for each cycle found: the closing one, or the one before it when that was not given.</summary>
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
                    // Two edges that nobody wrote never meet, since a key result's objective is no key result.
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
