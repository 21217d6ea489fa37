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
internal sealed class SubtreeInputs
{
    private readonly Dictionary<long, Entry> _goals;
    private readonly GoalGraph<long, EdgeRow> _graph;
    private readonly Entry _root;
    private readonly Instant _at;

    /// <param name="tree">
    /// The subtree. For a combiner it holds the goal that the combiner works for, with the edges of the combiner only.
    /// </param>
    /// <param name="nodeOf">Returns a goal of the subtree with its parsed definition.</param>
    /// <param name="at">The instant of evaluation, T in the goal model.</param>
    public SubtreeInputs(Subtree tree, Func<GoalRow, GoalNode> nodeOf, Instant at)
    {
        _at = at;
        _goals = new(tree.Goals.Count);
        foreach (var row in tree.Goals)
        {
            _goals.Add(row.Goal, new Entry(nodeOf(row)));
        }

        foreach (var state in tree.States)
        {
            if (_goals[state.Goal] is { Node.Measure: not null } entry)
            {
                entry.State = ReadingState.Of(entry.Node, state);
            }
        }

        _root = _goals[tree.Goals[0].Goal];
        _graph = EdgeGraph.Of(tree.Edges);
        foreach (var goal in _graph.ChildrenFirst.Select(number => _goals[number]).Where(goal => goal != _root))
        {
            (goal.Inputs, goal.Level) = Collect(goal);
        }
    }

    public GoalNode Node => _root.Node;

    /// <summary>Returns the inputs of the goal at the root of the subtree.</summary>
    public LeveledInputs OfGoal() => Collect(_root);

    /// <summary>Returns the inputs of the combiner that the subtree was read for.</summary>
    public LeveledInputs OfCombiner() => CollectPlain(_root.Node, BelowOf(_root));

    private LeveledInputs Collect(Entry goal)
    {
        var below = BelowOf(goal);
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

    /// <returns>The level of the highest combiner of the goal.</returns>
    private int CollectCombined(Entry goal, Inputs inputs)
    {
        var level = 0;
        foreach (var share in BelowOf(goal).Where(edge => edge.Combiner is not null).GroupBy(edge => edge.Combiner!.Value))
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

        return new(inputs, level + 1);
    }

    private IReadOnlyList<EdgeRow> BelowOf(Entry goal) => _graph.EdgesDown(goal.Node.Row.Goal);

    private Contribution ContributionOf(EdgeRow edge)
    {
        var child = _goals[edge.Child];
        if (child.Node.Measure is null)
        {
            return GoalEvaluation.Contribution(child.Node, edge.At, child.Inputs, _at);
        }

        var state = child.State ?? ReadingState.Empty(child.Node, [child.Node.MeasuredAt(edge.At)], _at);
        return state.Contribution(child.Node, edge.At);
    }

    private sealed class Entry(GoalNode node)
    {
        public GoalNode Node { get; } = node;

        public ReadingState? State { get; set; }

        public Inputs Inputs { get; set; } = Inputs.None;

        public int Level { get; set; }
    }
}

/// <summary>The inputs of a goal or combiner.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="Level">The number of goals and combiners in the longest chain below it.</param>
internal readonly record struct LeveledInputs(Inputs Inputs, int Level);
