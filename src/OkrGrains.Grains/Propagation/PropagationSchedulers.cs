using System.Collections.Concurrent;

namespace OkrGrains.Grains.Propagation;

/// <summary>The propagation schedulers of a silo, one for each workspace: a long round in one does not hold up another.</summary>
/// <param name="time">Measures pauses and how long answers are waited for.</param>
/// <param name="instruments">Counts rounds.</param>
/// <param name="home">Where turns are released, see <see cref="TurnRelease{T}"/>.</param>
internal sealed class PropagationSchedulers(TimeProvider time, GrainInstruments instruments, TaskScheduler home) : IDisposable
{
    private readonly ConcurrentDictionary<string, PropagationScheduler> _schedulers = new(StringComparer.Ordinal);

    public void Dispose()
    {
        foreach (var scheduler in _schedulers.Values)
        {
            scheduler.Dispose();
        }
    }

    /// <summary>Returns the scheduler of a workspace.</summary>
    public PropagationScheduler Of(string workspace) => _schedulers.GetOrAdd(workspace, _ => new PropagationScheduler(time, instruments, home));
}
