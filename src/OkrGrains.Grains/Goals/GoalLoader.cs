using OkrGrains.Grains.Clock;
using OkrGrains.Model.Goals;
using OkrGrains.Storage;
using OkrGrains.Storage.Definitions;

namespace OkrGrains.Grains.Goals;

/// <summary>
/// Brings goals back from the store, each by one read. What a goal reads is computed from the states of the goals that take readings, so
/// that no goal below needs to be in memory, and nothing between them is ever written.
/// </summary>
internal sealed class GoalLoader(IGoalStore store, GoalClock clock)
{
    private readonly DefinitionCache _definitions = new();

    /// <summary>A goal; null when it is not in the plan.</summary>
    public async Task<LoadedGoal?> LoadAsync(long goal, CancellationToken cancellation)
    {
        var tree = await store.ReadSubtreeAsync(goal, combiner: null, cancellation);
        if (tree is null || tree.Goals[0].Removed)
        {
            return null;
        }

        // The goal's own state comes first, like the goal.
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

    /// <summary>What one combiner of a goal holds; null when the goal is not in the plan.</summary>
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

    /// <summary>The objectives of the key results, which are not always among what is read.</summary>
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
