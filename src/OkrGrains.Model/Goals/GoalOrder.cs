namespace OkrGrains.Model.Goals;

/// <summary>
/// The order of the goals of a graph, found by one depth-first search upwards, and the levels and longest paths that follow.
/// </summary>
/// <remarks>
/// The search leaves a goal once it has left all goals above it. So the goals in the opposite order come children first, and an edge closes
/// a cycle exactly if it leads to a goal that the search has not left yet.
/// </remarks>
internal sealed class GoalOrder
{
    private readonly int[] _starts;
    private readonly int[] _ends;
    private readonly int[] _next;
    private readonly State[] _states;
    private readonly bool[] _closes;
    private int _left;

    /// <param name="starts">The place of the first edge that leads up from each goal, and behind the last goal the number of edges.</param>
    /// <param name="ends">The goal that each edge leads to.</param>
    public GoalOrder(int[] starts, int[] ends)
    {
        var goals = starts.Length - 1;
        (_starts, _ends, _left) = (starts, ends, goals);
        (_next, _states, _closes) = (starts[..goals], new State[goals], new bool[ends.Length]);
        (ChildrenFirst, FoundBy) = (new int[goals], new int[goals]);
        (Levels, Heights, Steepest) = (new int[goals], new int[goals], new int[goals]);
        var way = new Stack<int>();
        for (var goal = 0; goal < goals; goal++)
        {
            if (_states[goal] == State.New)
            {
                Search(goal, way);
            }
        }

        MeasureLevels();
        MeasureHeights();
    }

    /// <summary>All goals, each after every goal below it, apart from edges that close a cycle.</summary>
    public int[] ChildrenFirst { get; }

    /// <summary>The edges that close a cycle, in the order in which the search met them.</summary>
    public List<int> Closing { get; } = [];

    /// <summary>The edge by which the search came to each goal. It has no meaning for a goal that the search started from.</summary>
    public int[] FoundBy { get; }

    /// <summary>The number of edges on the longest path up to each goal.</summary>
    public int[] Levels { get; }

    /// <summary>The number of edges on the longest path that leads up from each goal.</summary>
    public int[] Heights { get; }

    /// <summary>The edge with which that path starts. It has no meaning if the path has no edges.</summary>
    public int[] Steepest { get; }

    private void Search(int start, Stack<int> way)
    {
        Enter(start, way);
        while (way.TryPeek(out var goal))
        {
            if (_next[goal] == _starts[goal + 1])
            {
                way.Pop();
                _states[goal] = State.Left;
                ChildrenFirst[--_left] = goal;
                continue;
            }

            var edge = _next[goal]++;
            var above = _ends[edge];
            if (_states[above] == State.Entered)
            {
                _closes[edge] = true;
                Closing.Add(edge);
            }
            else if (_states[above] == State.New)
            {
                FoundBy[above] = edge;
                Enter(above, way);
            }
        }
    }

    private void Enter(int goal, Stack<int> way)
    {
        _states[goal] = State.Entered;
        way.Push(goal);
    }

    private void MeasureLevels()
    {
        foreach (var goal in ChildrenFirst)
        {
            for (var edge = _starts[goal]; edge < _starts[goal + 1]; edge++)
            {
                if (!_closes[edge])
                {
                    Levels[_ends[edge]] = Math.Max(Levels[_ends[edge]], Levels[goal] + 1);
                }
            }
        }
    }

    private void MeasureHeights()
    {
        for (var i = ChildrenFirst.Length - 1; i >= 0; i--)
        {
            var goal = ChildrenFirst[i];
            for (var edge = _starts[goal]; edge < _starts[goal + 1]; edge++)
            {
                if (!_closes[edge] && Heights[_ends[edge]] >= Heights[goal])
                {
                    (Heights[goal], Steepest[goal]) = (Heights[_ends[edge]] + 1, edge);
                }
            }
        }
    }

    private enum State : byte
    {
        /// <summary>The search has not come to the goal.</summary>
        New,

        /// <summary>The search has come to the goal, and not left all goals above it yet.</summary>
        Entered,

        /// <summary>The search has left the goal.</summary>
        Left,
    }
}
