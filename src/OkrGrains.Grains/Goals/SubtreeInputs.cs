using OkrGrains.Grains.Readings;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Definitions;

namespace OkrGrains.Grains.Goals;

/// <summary>
/// What the goals of a subtree read from each other, computed from the stored states of those that take readings: children first, each
/// goal once.
/// </summary>
internal sealed class SubtreeInputs
{
    private readonly Dictionary<long, GoalNode> _nodes;
    private readonly ILookup<long, EdgeRow> _below;
    private readonly Dictionary<long, Inputs> _inputs = [];
    private readonly Dictionary<long, ReadingState> _states = [];
    private readonly Instant _at;

    public SubtreeInputs(Subtree tree, Dictionary<long, GoalNode> nodes, Instant at)
    {
        _nodes = nodes;
        _at = at;
        _below = tree.Edges.ToLookup(edge => edge.Parent);
        foreach (var state in tree.States)
        {
            if (nodes.TryGetValue(state.Goal, out var node) && node.Measure is not null && ReadingState.Of(node, state) is { } known)
            {
                _states[state.Goal] = known;
            }
        }

        foreach (var goal in Levels.ChildrenFirst(tree.Goals, tree.Edges).SelectMany(level => level).Select(row => row.Goal))
        {
            _inputs[goal] = Collect(goal, _below[goal]);
        }
    }

    public Inputs Of(long goal) => _inputs[goal];

    public Inputs OfCombiner(long parent, int index) =>
        CollectPlain(_below[parent].Where(edge => edge.Combiner == index));

    private Inputs Collect(long goal, IEnumerable<EdgeRow> below)
    {
        var combined = below.Where(edge => edge.Combiner is not null).ToLookup(edge => edge.Combiner!.Value);
        var plain = below.Where(edge => edge.Combiner is null).ToList();
        var inputs = new Inputs(plain.Select(InputKey.Of).Concat(combined.Select(group => InputKey.OfCombiner(group.Key))));
        foreach (var edge in plain)
        {
            inputs.Take(ContributionOf(edge));
        }

        foreach (var group in combined)
        {
            inputs.Take(GoalEvaluation.Combined(_nodes[goal], group.Key, [.. group], CollectPlain(group)));
        }

        return inputs;
    }

    private Inputs CollectPlain(IEnumerable<EdgeRow> edges)
    {
        var list = edges.ToList();
        var inputs = new Inputs(list.Select(edge => new InputKey(edge.Child, edge.At)));
        foreach (var edge in list)
        {
            inputs.Take(ContributionOf(edge));
        }

        return inputs;
    }

    private Contribution ContributionOf(EdgeRow edge)
    {
        var node = _nodes[edge.Child];
        if (node.Measure is null)
        {
            return GoalEvaluation.Contribution(node, edge.At, [.. _below[edge.Child]], _inputs[edge.Child], _at);
        }

        var state = _states.TryGetValue(edge.Child, out var known) ? known : ReadingState.Empty(node, [node.MeasuredAt(edge.At)], _at);
        return state.Contribution(node, edge.At);
    }
}
