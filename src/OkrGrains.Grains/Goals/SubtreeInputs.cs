using OkrGrains.Grains.Readings;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Definitions;
using OkrGrains.Storage.States;

namespace OkrGrains.Grains.Goals;

/// <summary>
/// What the goals of a subtree read from each other, computed from the stored states of those that take readings: children first, each
/// goal once.
/// </summary>
internal sealed class SubtreeInputs
{
    private readonly Dictionary<long, Entry> _goals;
    private readonly Entry _root;
    private readonly Instant _at;

    /// <param name="tree">The subtree; of a combiner's share, the goal that it works for with those edges only.</param>
    /// <param name="nodeOf">Its goals at hand.</param>
    /// <param name="at">T.</param>
    public SubtreeInputs(Subtree tree, Func<GoalRow, GoalNode> nodeOf, Instant at)
    {
        _at = at;
        _goals = new(tree.Goals.Count);
        foreach (var row in tree.Goals)
        {
            _goals.Add(row.Goal, new Entry(nodeOf(row)));
        }

        foreach (var edge in tree.Edges)
        {
            _goals[edge.Parent].Below.Add(edge);
        }

        foreach (var state in tree.States)
        {
            if (_goals[state.Goal] is { Node.Measure: not null } entry)
            {
                entry.State = ReadingState.Of(entry.Node, state);
            }
        }

        _root = _goals[tree.Goals[0].Goal];
        _root.Inputs = Inputs.None;
        CollectBelow();
    }

    public GoalNode Node => _root.Node;

    /// <summary>What the goal reads.</summary>
    public LeveledInputs OfGoal() => Collect(_root);

    /// <summary>What one of its combiners reads.</summary>
    public LeveledInputs OfCombiner() => CollectPlain(_root.Node, _root.Below);

    /// <summary>Children first, without recursion: a plan may chain a hundred thousand goals.</summary>
    private void CollectBelow()
    {
        var open = new Stack<long>(_root.Below.Count);
        foreach (var edge in _root.Below)
        {
            open.Push(edge.Child);
        }

        while (open.TryPeek(out var goal))
        {
            var entry = _goals[goal];
            if (entry.Inputs is null && !entry.IsOpen)
            {
                entry.IsOpen = true;
                foreach (var edge in entry.Below)
                {
                    open.Push(edge.Child);
                }

                continue;
            }

            open.Pop();
            if (entry.Inputs is null)
            {
                (entry.Inputs, entry.Level) = Collect(entry);
            }
        }
    }

    private LeveledInputs Collect(Entry goal)
    {
        var below = goal.Below;
        if (below.Count == 0)
        {
            return new(Inputs.None, 0);
        }

        var inputs = Inputs.Of(below, goal.Node.RollUp);
        var level = 0;
        var areCombined = false;
        foreach (var edge in below)
        {
            if (edge.Combiner is not null)
            {
                areCombined = true;
                continue;
            }

            inputs.Take(ContributionOf(edge));
            level = Math.Max(level, _goals[edge.Child].Level);
        }

        return new(inputs, (areCombined ? Math.Max(level, CollectCombined(goal, inputs)) : level) + 1);
    }

    /// <returns>The level of the highest combiner.</returns>
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

    private LeveledInputs CollectPlain(GoalNode parent, List<EdgeRow> below)
    {
        var inputs = Inputs.OfCombiner(below, parent.RollUp);
        var level = 0;
        foreach (var edge in below)
        {
            inputs.Take(ContributionOf(edge));
            level = Math.Max(level, _goals[edge.Child].Level);
        }

        return new(inputs, level + 1);
    }

    private Contribution ContributionOf(EdgeRow edge)
    {
        var child = _goals[edge.Child];
        if (child.Node.Measure is null)
        {
            return GoalEvaluation.Contribution(child.Node, edge.At, child.Inputs!, _at);
        }

        var state = child.State ?? ReadingState.Empty(child.Node, [child.Node.MeasuredAt(edge.At)], _at);
        return state.Contribution(child.Node, edge.At);
    }

    private sealed class Entry(GoalNode node)
    {
        public GoalNode Node { get; } = node;

        public List<EdgeRow> Below { get; } = [];

        public ReadingState? State { get; set; }

        public Inputs? Inputs { get; set; }

        public int Level { get; set; }

        public bool IsOpen { get; set; }
    }
}

/// <summary>What a goal or combiner reads.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="Level">How many goals and combiners stand one above the other below it, in the longest chain.</param>
internal readonly record struct LeveledInputs(Inputs Inputs, int Level);
