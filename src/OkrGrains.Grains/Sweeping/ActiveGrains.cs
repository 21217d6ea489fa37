using System.Collections.Concurrent;
using OkrGrains.Grains.Diagnostics;
using OkrGrains.Grains.Goals;

namespace OkrGrains.Grains.Sweeping;

/// <summary>
/// The grains of goals that this silo has in memory. Whoever applies a plan tells them; when it dies meanwhile, each silo finds in here
/// those of its own that were left untold.
/// </summary>
internal sealed class ActiveGrains
{
    private readonly ConcurrentDictionary<string, ActiveGrain> _byKey = new(StringComparer.Ordinal);

    public ActiveGrains(GrainInstruments instruments) => instruments.Observe(() => _byKey.Count);

    public void Add(string key, ActiveGrain grain) => _byKey[key] = grain;

    public void Remove(string key) => _byKey.TryRemove(key, out _);

    /// <summary>Those of a workspace, by number: the order of the keys differs from process to process.</summary>
    public IEnumerable<ActiveGrain> Of(string workspace) =>
        _byKey.Select(entry => entry.Value).Where(grain => grain.Workspace == workspace).OrderBy(grain => grain.Goal);
}

/// <summary>A grain in memory.</summary>
/// <param name="Workspace">Its workspace.</param>
/// <param name="Goal">Whose definition it works by: its own, or of a combiner that of the goal that it works for.</param>
/// <param name="Reference">Leads to it.</param>
internal sealed record ActiveGrain(string Workspace, long Goal, IContributionTaker Reference);
