using OkrGrains.Grains.Propagation;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Goals;

/// <summary>Reads the large subtrees of one workspace, one at a time, and keeps for a moment what they have in common.</summary>
/// <remarks>
/// Goals that read much of the same are loaded together: after a start, and when a first reading climbs a chain. Without this, a plan of 400
/// formulas that each read all before them would be read and evaluated 400 times, and a chain of 4,000 as often as it is long. One at a time
/// leaves the store's other readers, and at least one processor, to other workspaces.
/// </remarks>
internal sealed class SharedLoads(IDefinitionStore store, TimeProvider time) : IDisposable
{
    /// <summary>The time after the last large subtree for which what was read is kept.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);

    private readonly LoadGate _gate = new();
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private SubtreeInputs? _kept;
    private long _revision;
    private long _position;

    /// <summary>True while something is kept, so that even small subtrees are read faster here.</summary>
    public bool IsWarm => Volatile.Read(ref _kept) is not null;

    public void Dispose() => _timer?.Dispose();

    /// <summary>
    /// Reads a subtree as far as it is not kept, and has its inputs evaluated and taken while nobody else uses what is kept.
    /// </summary>
    /// <param name="goal">The goal's number.</param>
    /// <param name="combiner">The index of the combiner to load; null for the goal itself.</param>
    /// <param name="add">Adds the subtree to what is kept.</param>
    /// <param name="take">Takes the inputs.</param>
    /// <param name="cancellation">Cancels the load.</param>
    /// <returns>What was taken; null if the goal is not in the plan.</returns>
    public async Task<T?> LoadAsync<T>(
        long goal, int? combiner, Action<SubtreeInputs, Subtree> add, Func<SubtreeInputs, Subtree, T> take, CancellationToken cancellation)
        where T : class
    {
        await _gate.EnterAsync(cancellation);
        try
        {
            var kept = Take();
            var held = kept is null ? null : new HeldGoals(_revision, _position, kept.Holds);
            var tree = await store.ReadSubtreeAsync(goal, combiner, new SubtreeScope { Held = held }, cancellation);
            if (tree is null || tree.Goals[0].Removed)
            {
                return null;
            }

            var inputs = tree.LeavesOutHeld ? kept! : new SubtreeInputs();
            add(inputs, tree);
            var taken = take(inputs, tree);
            (_revision, _position) = (tree.Settings.Revision, tree.Position);
            Keep(inputs);
            return taken;
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>Takes out what is kept. If the load fails halfway, nothing is put back.</summary>
    private SubtreeInputs? Take()
    {
        lock (_lock)
        {
            var kept = _kept;
            _kept = null;
            return kept;
        }
    }

    private void Keep(SubtreeInputs inputs)
    {
        lock (_lock)
        {
            _kept = inputs;
            _timer ??= time.CreateTimer(static loads => ((SharedLoads)loads!).Drop(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(KeptFor, Timeout.InfiniteTimeSpan);
        }
    }

    private void Drop()
    {
        lock (_lock)
        {
            _kept = null;
        }
    }
}
