using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Readings;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Propagation;

/// <summary>
/// Computes what the goals of a subtree read from each other, from the stored states of those that take readings: children first, each goal
/// once.
/// </summary>
/// <remarks>
/// Further subtrees of the same workspace may be added, which leave out what is held already. So loading every goal of a long chain costs
/// one read of the chain, and not one for each goal.
/// </remarks>
internal sealed class SubtreeInputs
{
    private readonly Dictionary<long, Entry> _goals = [];

    /// <summary>The goals that must be evaluated before they are read. With a goal, all goals above it that are held are open too.</summary>
    private readonly HashSet<Entry> _open = [];
    private Entry? _root;

    /// <summary>The goal at the root of the subtree that was added last.</summary>
    public GoalNode Node => _root!.Node;

    /// <summary>Returns true if a goal is held.</summary>
    public bool Holds(long goal) => _goals.ContainsKey(goal);

    /// <summary>Adds a subtree, and brings what it depends on up to date.</summary>
    /// <param name="tree">
    /// The subtree. For a combiner it holds the goal that the combiner works for, with the edges of the combiner only.
    /// </param>
    /// <param name="nodeOf">Returns a goal of the subtree with its parsed definition.</param>
    /// <param name="at">The instant of evaluation, T in the goal model.</param>
    /// <param name="isCombiner">True if the subtree is that of a combiner. Its root is not held, because not all of its edges are known.</param>
    /// <param name="stateOf">Returns the readings of a goal; null to take them as they are stored.</param>
    public void Add(
        Subtree tree, Func<GoalRow, GoalNode> nodeOf, Instant at, bool isCombiner, Func<StateRow, ReadingState?>? stateOf = null)
    {
        var below = tree.Edges.ToLookup(edge => edge.Parent);
        var added = new List<Entry>();
        _root = null;
        foreach (var row in tree.Goals)
        {
            if ((_root is not null || !isCombiner) && _goals.TryGetValue(row.Goal, out var held))
            {
                _root ??= held;
                continue;
            }

            var entry = new Entry(nodeOf(row), [.. below[row.Goal]], at);
            if (_root is not null || !isCombiner)
            {
                _goals.Add(row.Goal, entry);
                _open.Add(entry);
                added.Add(entry);
            }

            _root ??= entry;
        }

        foreach (var entry in added)
        {
            foreach (var edge in entry.Below)
            {
                _goals[edge.Child].Above.Add(entry);
            }
        }

        foreach (var state in tree.States)
        {
            Take(state, stateOf);
        }

        EvaluateBelow(_root!);
    }

    /// <summary>Returns the inputs of the goal at the root of the subtree that was added last.</summary>
    public LeveledInputs OfGoal() => Collect(_root!);

    /// <summary>Returns the inputs of the combiner that the subtree was read for.</summary>
    public LeveledInputs OfCombiner() => CollectPlain(_root!.Node, _root.Below);

    /// <summary>Takes a stored state, and opens all goals above it that are held.</summary>
    private void Take(StateRow state, Func<StateRow, ReadingState?>? stateOf)
    {
        if (!_goals.TryGetValue(state.Goal, out var entry) || entry.Node.Measure is null)
        {
            return;
        }

        entry.State = stateOf is null ? ReadingState.Of(entry.Node, state) : stateOf(state);
        entry.Given.Clear();
        _open.Remove(entry);
        var changed = new Stack<Entry>([entry]);
        while (changed.TryPop(out var goal))
        {
            foreach (var above in goal.Above.Where(_open.Add))
            {
                changed.Push(above);
            }
        }
    }

    /// <summary>Evaluates the open goals below a goal. What is open elsewhere waits for a goal that reads it.</summary>
    private void EvaluateBelow(Entry root)
    {
        var edges = new List<EdgeRow>(root.Below);
        var reached = new HashSet<Entry> { root };
        for (var i = 0; i < edges.Count; i++)
        {
            if (_goals[edges[i].Child] is var child && _open.Contains(child) && reached.Add(child))
            {
                edges.AddRange(child.Below);
            }
        }

        foreach (var number in EdgeGraph.Of(edges).ChildrenFirst)
        {
            if (number != root.Number && _goals[number] is var goal && _open.Remove(goal))
            {
                goal.Given.Clear();
                (goal.Inputs, goal.Level, goal.SettlesAt) = Collect(goal);
            }
        }
    }

    private LeveledInputs Collect(Entry goal)
    {
        if (goal.Below.Length == 0)
        {
            return new(Inputs.None, 0, goal.SettlesAt);
        }

        var inputs = Inputs.Of(goal.Below, goal.Node.RollUp);
        var level = 0;
        var areCombined = false;
        var settlesAt = goal.SettlesAt;
        foreach (var edge in goal.Below)
        {
            if (goal.Node.ReadsUntil is null)
            {
                settlesAt = Instant.Max(settlesAt, _goals[edge.Child].SettlesAt);
            }

            if (edge.Combiner is not null)
            {
                areCombined = true;
                continue;
            }

            inputs.Take(ContributionOf(edge));
            level = Math.Max(level, _goals[edge.Child].Level);
        }

        return new(inputs, (areCombined ? Math.Max(level, CollectCombined(goal, inputs)) : level) + 1, settlesAt);
    }

    /// <returns>The level of the highest combiner of the goal.</returns>
    private int CollectCombined(Entry goal, Inputs inputs)
    {
        var level = 0;
        foreach (var share in goal.Below.Where(edge => edge.Combiner is not null).GroupBy(edge => edge.Combiner!.Value))
        {
            var combined = CollectPlain(goal.Node, [.. share]);
            inputs.Take(GoalEvaluation.Combined(goal.Node, share.Key, combined.Inputs));
            level = Math.Max(level, combined.Level);
        }

        return level;
    }

    private LeveledInputs CollectPlain(GoalNode parent, IReadOnlyList<EdgeRow> below)
    {
        var inputs = Inputs.OfCombiner(below, parent.RollUp);
        var level = 0;
        foreach (var edge in below)
        {
            inputs.Take(ContributionOf(edge));
            level = Math.Max(level, _goals[edge.Child].Level);
        }

        return new(inputs, level + 1, Instant.Latest);
    }

    /// <summary>Returns what a child gives on an edge. It is evaluated once for all parents that read it at the same point.</summary>
    private Contribution ContributionOf(EdgeRow edge)
    {
        var child = _goals[edge.Child];
        foreach (var given in child.Given)
        {
            if (given.At == edge.At)
            {
                return given;
            }
        }

        var contribution = child.ContributionAt(edge.At);
        child.Given.Add(contribution);
        return contribution;
    }

    private sealed class Entry(GoalNode node, EdgeRow[] below, Instant at)
    {
        public GoalNode Node { get; } = node;

        public long Number => Node.Row.Goal;

        public EdgeRow[] Below { get; } = below;

        /// <summary>The held goals that read this one; a goal that reads it twice is here twice.</summary>
        public List<Entry> Above { get; } = [];

        public ReadingState? State { get; set; }

        public Inputs Inputs { get; set; } = Inputs.None;

        public int Level { get; set; }

        /// <summary>The instant from which the clock alone does not change the goal's score.</summary>
        public Instant SettlesAt { get; set; } = node.ReadsUntil ?? Instant.Earliest;

        /// <summary>The contributions that parents have been given so far, one for each read point.</summary>
        public List<Contribution> Given { get; } = [];

        public Contribution ContributionAt(ReadPoint point) => Node.Measure is null
            ? GoalEvaluation.Contribution(Node, point, Inputs, at)
            : (State ?? ReadingState.Empty(Node, Node.PointsFor([Node.MeasuredAt(point)]), at)).Contribution(Node, point);
    }
}

/// <summary>The inputs of a goal or combiner.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="Level">The number of goals and combiners in the longest chain below it.</param>
/// <param name="SettlesAt">The instant from which the clock alone does not change the score of a goal; of no use for a combiner.</param>
internal readonly record struct LeveledInputs(Inputs Inputs, int Level, Instant SettlesAt);
