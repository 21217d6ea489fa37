using OkrGrains.Grains.Clock;
using OkrGrains.Storage;
using OkrGrains.Storage.Definitions;

namespace OkrGrains.Grains.Goals;

/// <summary>
/// Brings goals back from the store. What a goal reads is computed from the states of the goals that take readings, so that no goal below
/// needs to be in memory, and nothing between them is ever written.
/// </summary>
internal sealed class GoalLoader(IGoalStore store, GoalClock clock)
{
    private readonly DefinitionCache _definitions = new();

    /// <summary>A goal; null when it is not in the plan.</summary>
    public async Task<LoadedGoal?> LoadAsync(long goal, CancellationToken cancellation)
    {
        if (await ReadAsync(goal, combiner: null, cancellation) is not var (tree, below))
        {
            return null;
        }

        var (inputs, level) = below.OfGoal();
        return new LoadedGoal(
            below.Node,
            await store.ReadEdgesUpAsync(goal, cancellation),
            inputs,
            level,
            tree.States.FirstOrDefault(state => state.Goal == goal),
            tree.Record);
    }

    /// <summary>What one combiner of a goal holds; null when the goal is not in the plan.</summary>
    public async Task<(GoalNode Parent, Inputs Inputs, int Level)?> LoadCombinerAsync(
        long parent, int index, CancellationToken cancellation)
    {
        if (await ReadAsync(parent, index, cancellation) is not var (_, below))
        {
            return null;
        }

        var (inputs, level) = below.OfCombiner();
        return (below.Node, inputs, level);
    }

    private async Task<(Subtree Tree, SubtreeInputs Below)?> ReadAsync(long goal, int? combiner, CancellationToken cancellation)
    {
        if (await store.ReadSubtreeAsync(goal, combiner, cancellation) is not { } tree
            || tree.Goals.First(row => row.Goal == goal).Removed)
        {
            return null;
        }

        var frame = _definitions.FrameOf(tree.Settings);
        var owners = await OwnersAsync(tree, cancellation);
        return (tree, new SubtreeInputs(tree, goal, row => GoalNode.Of(row, frame, OwnerOf(row, owners), _definitions), clock.Now));
    }

    private static GoalRow? OwnerOf(GoalRow row, Dictionary<long, GoalRow> owners) =>
        row.Owner is { } number ? owners.GetValueOrDefault(number) : null;

    /// <summary>The objectives of the key results, which are not always among what is read.</summary>
    private async Task<Dictionary<long, GoalRow>> OwnersAsync(Subtree tree, CancellationToken cancellation)
    {
        var owners = new Dictionary<long, GoalRow>();
        var wanted = tree.Goals.Where(row => row.Owner is not null).Select(row => row.Owner!.Value).ToHashSet();
        foreach (var row in tree.Goals.Where(row => wanted.Contains(row.Goal)))
        {
            owners.Add(row.Goal, row);
        }

        foreach (var missing in wanted.Where(goal => !owners.ContainsKey(goal)))
        {
            if (await store.ReadGoalAsync(missing, cancellation) is { } row)
            {
                owners.Add(missing, row);
            }
        }

        return owners;
    }
}
