using System.Collections.Concurrent;
using OkrGrains.Grains.Propagation;
using Orleans.Runtime;

namespace OkrGrains.Grains.Time;

/// <summary>The grains of goals that are active in this silo.</summary>
/// <remarks>
/// Whoever applies a plan tells the grains of it. If that one dies meanwhile, each silo finds here those of its own grains that have not
/// been told.
/// </remarks>
internal sealed class ActiveGrains
{
    private readonly ConcurrentDictionary<GrainId, ActiveGrain> _byId = new();

    public ActiveGrains(GrainInstruments instruments) => instruments.Observe(() => _byId.Count);

    public void Add(GrainId id, ActiveGrain grain) => _byId[id] = grain;

    public void Remove(GrainId id) => _byId.TryRemove(id, out _);

    /// <summary>Returns the grains of a workspace by goal number, because the order of the ids differs from process to process.</summary>
    public IEnumerable<ActiveGrain> Of(string workspace) =>
        _byId.Select(entry => entry.Value).Where(grain => grain.Workspace == workspace).OrderBy(grain => grain.Goal);
}

/// <summary>An active grain.</summary>
/// <param name="Workspace">The workspace of its goal.</param>
/// <param name="Goal">The goal whose definition it works by: its own, or for a combiner the goal that it works for.</param>
/// <param name="Reference">The reference that leads to it.</param>
internal sealed record ActiveGrain(string Workspace, long Goal, IContributionTaker Reference);
