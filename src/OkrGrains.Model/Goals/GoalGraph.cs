using System.Runtime.InteropServices;

namespace OkrGrains.Model.Goals;

/// <summary>
/// The edges between goals, and what follows from them: the goals above and below others, an order, levels, cycles and longest paths. An
/// edge leads up, from a goal to one that reads it.
/// </summary>
/// <remarks>
/// Every answer takes time linear in the goals and edges that it is about. Nothing recurses, because a plan may chain 100,000 goals. A
/// graph does not change, so any number of threads may ask it.
/// </remarks>
/// <typeparam name="TGoal">The key of a goal.</typeparam>
/// <typeparam name="TEdge">The edge. Several edges may lead from one goal to one other.</typeparam>
public sealed class GoalGraph<TGoal, TEdge>
    where TGoal : notnull
{
    private readonly Dictionary<TGoal, int> _index = [];
    private readonly List<TGoal> _goals = [];
    private readonly EdgeTable _up;
    private readonly EdgeTable _down;
    private GoalOrder? _order;

    /// <summary>Creates the graph of some edges.</summary>
    /// <param name="goals">
    /// The goals from which the search for cycles starts, in this order. Those of the edges come after them; a goal without edges need not
    /// be among them.
    /// </param>
    /// <param name="edges">The edges.</param>
    /// <param name="from">Returns the goal that an edge leads from.</param>
    /// <param name="to">Returns the goal that an edge leads to, the one above.</param>
    public GoalGraph(IEnumerable<TGoal> goals, IEnumerable<TEdge> edges, Func<TEdge, TGoal> from, Func<TEdge, TGoal> to)
    {
        ArgumentNullException.ThrowIfNull(goals);
        ArgumentNullException.ThrowIfNull(edges);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        foreach (var goal in goals)
        {
            IndexOf(goal);
        }

        TEdge[] all = [.. edges];
        var (tails, heads) = (new int[all.Length], new int[all.Length]);
        for (var i = 0; i < all.Length; i++)
        {
            (tails[i], heads[i]) = (IndexOf(from(all[i])), IndexOf(to(all[i])));
        }

        _up = new EdgeTable(all, tails, heads, _goals.Count);
        _down = new EdgeTable(all, heads, tails, _goals.Count);
    }

    /// <summary>All goals, each after every goal below it. Edges that close a cycle are left out of account.</summary>
    public IEnumerable<TGoal> ChildrenFirst => Order.ChildrenFirst.Select(goal => _goals[goal]);

    /// <summary>
    /// One edge for each cycle found: without them there would be no cycle. They come in the order in which a search upwards meets them.
    /// </summary>
    public IEnumerable<TEdge> Closing => Order.Closing.Select(edge => _up.Edges[edge]);

    /// <summary>
    /// The cycles, one for each edge in <see cref="Closing"/>. Each is given backwards, from the edge that closes it to the edge
    /// that leads away from where that one ends. It is followed only as far as it is read.
    /// </summary>
    public IEnumerable<IEnumerable<TEdge>> Cycles => Order.Closing.Select(CycleOf);

    private GoalOrder Order => _order ??= new GoalOrder(_up.Starts, _up.Ends);

    /// <summary>Returns the edges that lead up from a goal, in the order in which they were given.</summary>
    public IReadOnlyList<TEdge> EdgesUp(TGoal goal) => _index.TryGetValue(goal, out var index) ? _up.Of(index) : Array.Empty<TEdge>();

    /// <summary>Returns the edges that lead to a goal from below, in the order in which they were given.</summary>
    public IReadOnlyList<TEdge> EdgesDown(TGoal goal) => _index.TryGetValue(goal, out var index) ? _down.Of(index) : Array.Empty<TEdge>();

    /// <summary>Returns some goals and all goals above them.</summary>
    public HashSet<TGoal> WithAncestors(IEnumerable<TGoal> goals) => Reach(goals, _up);

    /// <summary>Returns some goals and all goals below them.</summary>
    public HashSet<TGoal> WithDescendants(IEnumerable<TGoal> goals) => Reach(goals, _down);

    /// <summary>
    /// Returns the number of edges on the longest path up to a goal, so that a goal is on a higher level than all goals below it. Edges
    /// that close a cycle are left out of account.
    /// </summary>
    public int LevelOf(TGoal goal) => _index.TryGetValue(goal, out var index) ? Order.Levels[index] : 0;

    /// <summary>
    /// Groups things by the level of their goals, lowest level first: those of one group read only goals of earlier groups, and others that
    /// are not asked for.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<T>> Levels<T>(IEnumerable<T> things, Func<T, TGoal> goalOf) =>
        [.. things.GroupBy(thing => LevelOf(goalOf(thing))).OrderBy(level => level.Key).Select(level => level.ToList())];

    /// <summary>
    /// Returns the number of edges on the longest path that leads up from a goal. Edges that close a cycle are left out of account.
    /// </summary>
    public int HeightAbove(TGoal goal) => _index.TryGetValue(goal, out var index) ? Order.Heights[index] : 0;

    /// <summary>Returns the longest path that leads up from a goal; the first in the order of the edges if several are as long.</summary>
    public IEnumerable<TEdge> LongestPathUp(TGoal goal)
    {
        if (_index.TryGetValue(goal, out var at))
        {
            for (; Order.Heights[at] > 0; at = _up.Ends[Order.Steepest[at]])
            {
                yield return _up.Edges[Order.Steepest[at]];
            }
        }
    }

    private IEnumerable<TEdge> CycleOf(int closing)
    {
        yield return _up.Edges[closing];
        for (var at = _up.Tails[closing]; at != _up.Ends[closing]; at = _up.Tails[Order.FoundBy[at]])
        {
            yield return _up.Edges[Order.FoundBy[at]];
        }
    }

    private HashSet<TGoal> Reach(IEnumerable<TGoal> goals, EdgeTable table)
    {
        var reached = new HashSet<TGoal>(goals);
        var open = new Queue<TGoal>(reached);
        while (open.TryDequeue(out var goal))
        {
            foreach (var next in _index.TryGetValue(goal, out var index) ? table.EndsOf(index) : [])
            {
                if (reached.Add(_goals[next]))
                {
                    open.Enqueue(_goals[next]);
                }
            }
        }

        return reached;
    }

    private int IndexOf(TGoal goal)
    {
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_index, goal, out var exists);
        if (!exists)
        {
            index = _goals.Count;
            _goals.Add(goal);
        }

        return index;
    }

    /// <summary>The edges grouped by the goal at one of their ends, in one array each for edges and ends.</summary>
    private sealed class EdgeTable
    {
        public EdgeTable(TEdge[] edges, int[] tails, int[] heads, int goals)
        {
            Starts = new int[goals + 1];
            foreach (var tail in tails)
            {
                Starts[tail + 1]++;
            }

            for (var goal = 0; goal < goals; goal++)
            {
                Starts[goal + 1] += Starts[goal];
            }

            (Edges, Tails, Ends) = (new TEdge[edges.Length], new int[edges.Length], new int[edges.Length]);
            var next = Starts[..goals];
            for (var i = 0; i < edges.Length; i++)
            {
                var place = next[tails[i]]++;
                (Edges[place], Tails[place], Ends[place]) = (edges[i], tails[i], heads[i]);
            }
        }

        /// <summary>The place of the first edge of each goal, and behind the last goal the number of edges.</summary>
        public int[] Starts { get; }

        public TEdge[] Edges { get; }

        public int[] Tails { get; }

        public int[] Ends { get; }

        public ArraySegment<TEdge> Of(int goal) => new(Edges, Starts[goal], Starts[goal + 1] - Starts[goal]);

        public ReadOnlySpan<int> EndsOf(int goal) => Ends.AsSpan(Starts[goal], Starts[goal + 1] - Starts[goal]);
    }
}
