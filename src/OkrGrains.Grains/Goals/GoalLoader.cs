using System.Collections.Concurrent;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Time;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Goals;

/// <summary>Loads goals from the store, each with one read.</summary>
/// <remarks>
/// The inputs of a goal are computed from the stored states of the goals below it that take readings. So no goal below needs to be active,
/// and the goals in between are never stored. Goals with little below them are loaded side by side, the others through
/// <see cref="SharedLoads"/>.
/// </remarks>
/// <param name="store">The definitions and states.</param>
/// <param name="clock">The goal clock.</param>
/// <param name="time">Measures how long what large subtrees have in common is kept.</param>
/// <param name="small">The most goals and edges of a subtree that is read by itself.</param>
internal sealed class GoalLoader(IDefinitionStore store, GoalClock clock, TimeProvider time, int small = GoalLoader.Small) : IDisposable
{
    private const int Small = 512;

    /// <summary>The same while the workspace's large subtrees are at hand: then it costs less to leave out what is known of them.</summary>
    private const int SmallBesideKept = 16;

    private readonly DefinitionCache _definitions = new();
    private readonly ConcurrentDictionary<string, SharedLoads> _shared = new(StringComparer.Ordinal);

    public void Dispose()
    {
        foreach (var shared in _shared.Values)
        {
            shared.Dispose();
        }
    }

    /// <summary>Returns a goal; null when it is not in the plan.</summary>
    public async Task<LoadedGoal?> LoadAsync(string workspace, long goal, CancellationToken cancellation)
    {
        var tree = await ReadSmallAsync(workspace, goal, combiner: null, cancellation);
        if (tree is { IsCut: false, Goals: [{ Owner: null, Removed: false } alone] })
        {
            var node = GoalNode.Of(alone, _definitions.FrameOf(tree.Settings), owner: null, _definitions);
            return new LoadedGoal(node, tree.Above, Inputs.None, 0, Instant.Earliest, StateOf(tree), tree.Record);
        }

        return await TakeAsync(tree, workspace, goal, combiner: null, Loaded, cancellation);
    }

    /// <summary>Returns the inputs of one combiner of a goal; null when the goal is not in the plan.</summary>
    public async Task<LoadedCombiner?> LoadCombinerAsync(string workspace, long parent, int index, CancellationToken cancellation)
    {
        var tree = await ReadSmallAsync(workspace, parent, index, cancellation);
        return await TakeAsync(tree, workspace, parent, index, LoadedShare, cancellation);
    }

    /// <summary>Takes what is loaded from a small subtree, or from the whole one if it is larger.</summary>
    private async Task<T?> TakeAsync<T>(
        Subtree? tree,
        string workspace,
        long goal,
        int? combiner,
        Func<SubtreeInputs, Subtree, T> take,
        CancellationToken cancellation)
        where T : class
    {
        var isCombiner = combiner is not null;
        if (tree is { IsCut: true })
        {
            return await SharedOf(workspace).LoadAsync(goal, combiner, (inputs, read) => Add(inputs, read, isCombiner), take, cancellation);
        }

        if (tree is null || tree.Goals[0].Removed)
        {
            return null;
        }

        var below = new SubtreeInputs();
        Add(below, tree, isCombiner);
        return take(below, tree);
    }

    private ValueTask<Subtree?> ReadSmallAsync(string workspace, long goal, int? combiner, CancellationToken cancellation)
    {
        var most = _shared.TryGetValue(workspace, out var shared) && shared.IsWarm ? Math.Min(small, SmallBesideKept) : small;
        return store.ReadSubtreeAsync(goal, combiner, new SubtreeScope { Most = most }, cancellation);
    }

    private SharedLoads SharedOf(string workspace) => _shared.GetOrAdd(workspace, _ => new SharedLoads(store, time));

    private static LoadedGoal Loaded(SubtreeInputs below, Subtree tree)
    {
        var (inputs, level, settlesAt) = below.OfGoal();
        return new LoadedGoal(below.Node, tree.Above, inputs, level, settlesAt, StateOf(tree), tree.Record);
    }

    private static LoadedCombiner LoadedShare(SubtreeInputs below, Subtree tree)
    {
        var (inputs, level, _) = below.OfCombiner();
        return new LoadedCombiner(below.Node, inputs, level);
    }

    /// <summary>Returns the state of the goal itself, which the store returns first if there is one.</summary>
    private static StateRow? StateOf(Subtree tree) => tree.States is [var first, ..] && first.Goal == tree.Goals[0].Goal ? first : null;

    private void Add(SubtreeInputs inputs, Subtree tree, bool isCombiner) =>
        inputs.Add(tree, new SubtreeNodes(tree, _definitions).Of, clock.Now, isCombiner);
}
