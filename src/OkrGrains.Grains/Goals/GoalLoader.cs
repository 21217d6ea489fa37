using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Time;
using OkrGrains.Model.Goals;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Goals;

/// <summary>Loads goals from the store, each with one read.</summary>
/// <remarks>
/// The inputs of a goal are computed from the stored states of the goals below it that take readings. So no goal below needs to be active,
/// and the goals in between are never stored.
/// </remarks>
internal sealed class GoalLoader(IDefinitionStore store, GoalClock clock)
{
    private readonly DefinitionCache _definitions = new();

    /// <summary>Returns a goal; null when it is not in the plan.</summary>
    public async Task<LoadedGoal?> LoadAsync(long goal, CancellationToken cancellation)
    {
        var tree = await store.ReadSubtreeAsync(goal, combiner: null, cancellation);
        if (tree is null || tree.Goals[0].Removed)
        {
            return null;
        }

        // The store returns the goal first, and so its own state.
        var state = tree.States is [var first, ..] && first.Goal == goal ? first : null;
        if (tree.Goals is [{ Owner: null } alone])
        {
            var node = GoalNode.Of(alone, _definitions.FrameOf(tree.Settings), owner: null, _definitions);
            return new LoadedGoal(node, tree.Above, Inputs.None, 0, state, tree.Record);
        }

        var below = Below(tree);
        var (inputs, level) = below.OfGoal();
        return new LoadedGoal(below.Node, tree.Above, inputs, level, state, tree.Record);
    }

    /// <summary>Returns the inputs of one combiner of a goal; null when the goal is not in the plan.</summary>
    public async Task<(GoalNode Parent, Inputs Inputs, int Level)?> LoadCombinerAsync(
        long parent, int index, CancellationToken cancellation)
    {
        var tree = await store.ReadSubtreeAsync(parent, index, cancellation);
        if (tree is null || tree.Goals[0].Removed)
        {
            return null;
        }

        var below = Below(tree);
        var (inputs, level) = below.OfCombiner();
        return (below.Node, inputs, level);
    }

    private SubtreeInputs Below(Subtree tree)
    {
        var frame = _definitions.FrameOf(tree.Settings);
        var owners = OwnersIn(tree);
        return new(tree, row => GoalNode.Of(row, frame, OwnerOf(row, owners), _definitions), clock.Now);
    }

    private static GoalRow? OwnerOf(GoalRow row, Dictionary<long, GoalRow> owners) =>
        row.Owner is { } number ? owners.GetValueOrDefault(number) : null;

    /// <summary>
    /// Returns the objectives that the key results belong to, by number. Not all of them are among the goals that are read.
    /// </summary>
    private static Dictionary<long, GoalRow> OwnersIn(Subtree tree)
    {
        var owners = new Dictionary<long, GoalRow>();
        foreach (var row in tree.Owners)
        {
            owners.Add(row.Goal, row);
        }

        foreach (var row in tree.Goals)
        {
            if (row.Name.Kind == GoalKind.Objective)
            {
                owners.Add(row.Goal, row);
            }
        }

        return owners;
    }
}
