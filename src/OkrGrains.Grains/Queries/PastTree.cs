using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Readings;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Queries;

/// <summary>One goal with all that it reads, as of an instant of the past and from everything that is accepted now.</summary>
/// <remarks>
/// What it has read it keeps; asked again, it reads only the states that were written since, and of those goals only the new readings.
/// </remarks>
internal sealed class PastTree(long goal, Instant at, IDefinitionStore store, PastMeasures measures, DefinitionCache definitions)
{
    private readonly LoadGate _gate = new();
    private SubtreeInputs? _inputs;
    private Dictionary<long, Leaf> _leaves = [];
    private long _revision;
    private long _position = -1;
    private Portion? _score;

    /// <summary>The number of goals and edges that are kept.</summary>
    public int Size { get; private set; } = 1;

    /// <summary>Returns the goal's score at the instant; null if the goal is not in the plan.</summary>
    /// <param name="accepted">The last commit that must count.</param>
    /// <param name="cancellation">Cancels the evaluation.</param>
    public async Task<Portion?> ScoreAsync(long accepted, CancellationToken cancellation)
    {
        await _gate.EnterAsync(cancellation);
        try
        {
            if (_position < accepted)
            {
                await EvaluateAsync(cancellation);
            }

            return _score;
        }
        finally
        {
            _gate.Leave();
        }
    }

    private async Task EvaluateAsync(CancellationToken cancellation)
    {
        var held = _inputs is { } kept ? new HeldGoals(_revision, _position, kept.Holds) : null;
        var tree = await store.ReadSubtreeAsync(goal, combiner: null, new SubtreeScope { Held = held }, cancellation);
        if (tree is null || tree.Goals[0].Removed)
        {
            (_inputs, _leaves, _score, _position) = (null, [], null, tree?.Position ?? _position);
            return;
        }

        // If the evaluation fails halfway, nothing is kept.
        var inputs = tree.LeavesOutHeld ? _inputs! : new SubtreeInputs();
        _inputs = null;
        var nodes = new SubtreeNodes(tree, definitions);
        if (!tree.LeavesOutHeld)
        {
            _leaves = LeavesOf(tree, nodes);
            Size = tree.Goals.Count + tree.Edges.Count;
        }

        var news = await NewsAsync(tree, cancellation);
        if (!tree.LeavesOutHeld || news.Count > 0)
        {
            inputs.Add(tree with { States = news }, nodes.Of, at, isCombiner: false, row => _leaves[row.Goal].Readings);
            _score = ScoreOf(inputs);
        }

        (_inputs, _revision, _position) = (inputs, tree.Settings.Revision, tree.Position);
    }

    private static Dictionary<long, Leaf> LeavesOf(Subtree tree, SubtreeNodes nodes)
    {
        var above = tree.Edges.ToLookup(edge => edge.Child, edge => edge.At);
        var leaves = new Dictionary<long, Leaf>();
        foreach (var node in tree.Goals.Select(nodes.Of).Where(node => node.Measure is not null))
        {
            var points = above[node.Row.Goal].Select(node.MeasuredAt);
            leaves.Add(node.Row.Goal, new Leaf(node, node.PointsFor(points.DefaultIfEmpty(node.OwnPoint))));
        }

        return leaves;
    }

    /// <summary>Reads what is new of the goals below, and returns their states.</summary>
    private async Task<List<StateRow>> NewsAsync(Subtree tree, CancellationToken cancellation)
    {
        var news = new List<StateRow>();
        foreach (var row in tree.States)
        {
            if (_leaves.TryGetValue(row.Goal, out var leaf) && (leaf.Readings is null || leaf.Readings.Position < row.Position))
            {
                leaf.Readings = await measures.ReadAsync(leaf.Node, leaf.Points, row, at, cancellation);
                news.Add(row);
            }
        }

        return news;
    }

    private Portion ScoreOf(SubtreeInputs inputs)
    {
        var node = inputs.Node;
        var figures = node.Measure is null
            ? GoalEvaluation.OfDerived(node, inputs.OfGoal().Inputs, at)
            : GoalEvaluation.OfMeasured(node, MeasuredOf(_leaves[goal]), at);
        return figures.Score ?? Portion.Zero;
    }

    private MeasureState MeasuredOf(Leaf leaf) => (leaf.Readings ?? ReadingState.Empty(leaf.Node, leaf.Points, at)).Measured;

    /// <summary>A goal of the subtree that takes readings.</summary>
    private sealed class Leaf(GoalNode node, ImmutableArray<ReadPoint> points)
    {
        public GoalNode Node { get; } = node;

        /// <summary>The points at which the subtree reads the goal.</summary>
        public ImmutableArray<ReadPoint> Points { get; } = points;

        /// <summary>The readings at the instant; null while there are none.</summary>
        public ReadingState? Readings { get; set; }
    }
}
