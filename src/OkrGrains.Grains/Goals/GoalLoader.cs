using OkrGrains.Grains.Clock;
using OkrGrains.Plans;
using OkrGrains.Storage;
using OkrGrains.Storage.Definitions;

namespace OkrGrains.Grains.Goals;

/// <summary>
/// Brings goals back from the store. What a goal reads is computed from the states of the goals that take readings, so that no goal below
/// needs to be in memory, and nothing between them is ever written.
/// </summary>
internal sealed class GoalLoader(IGoalStore store, GoalClock clock)
{
    /// <summary>A goal; null when it is not in the plan.</summary>
    public async Task<LoadedGoal?> LoadAsync(long goal, CancellationToken cancellation)
    {
        if (await store.ReadSubtreeAsync(goal, cancellation) is not { } tree || IsRemoved(goal, tree))
        {
            return null;
        }

        var nodes = await NodesAsync(tree, cancellation);
        var inputs = new SubtreeInputs(tree, nodes, clock.Now).Of(goal);
        return new LoadedGoal(
            nodes[goal],
            [.. tree.Edges.Where(edge => edge.Parent == goal)],
            await store.ReadEdgesUpAsync(goal, cancellation),
            inputs,
            tree.States.FirstOrDefault(state => state.Goal == goal),
            tree.Record);
    }

    /// <summary>What one combiner of a goal holds; null when the goal is not in the plan.</summary>
    public async Task<(GoalNode Parent, Inputs Inputs, IReadOnlyList<EdgeRow> Below)?> LoadCombinerAsync(
        long parent, int index, CancellationToken cancellation)
    {
        if (await store.ReadSubtreeAsync(parent, cancellation) is not { } tree || IsRemoved(parent, tree))
        {
            return null;
        }

        var nodes = await NodesAsync(tree, cancellation);
        EdgeRow[] below = [.. tree.Edges.Where(edge => edge.Parent == parent && edge.Combiner == index)];
        return (nodes[parent], new SubtreeInputs(tree, nodes, clock.Now).OfCombiner(parent, index), below);
    }

    private static bool IsRemoved(long goal, Subtree tree) => tree.Goals.First(row => row.Goal == goal).Removed;

    private async Task<Dictionary<long, GoalNode>> NodesAsync(Subtree tree, CancellationToken cancellation)
    {
        var frame = new WorkspaceFrame(DefinitionJson.ReadSettings(tree.Settings.Settings.Span));
        var rows = tree.Goals.ToDictionary(row => row.Goal);
        var nodes = new Dictionary<long, GoalNode>(rows.Count);
        foreach (var row in tree.Goals)
        {
            GoalRow? owner = null;
            if (row.Owner is { } number && !rows.TryGetValue(number, out owner))
            {
                owner = await store.ReadGoalAsync(number, cancellation);
            }

            nodes.Add(row.Goal, GoalNode.Of(row, frame, owner));
        }

        return nodes;
    }
}
