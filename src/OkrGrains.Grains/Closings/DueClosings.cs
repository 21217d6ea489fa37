using System.Collections.Concurrent;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Time;
using OkrGrains.Storage;

namespace OkrGrains.Grains.Closings;

/// <summary>
/// The cycles that the clock has reached the closing of, closed when somebody asks: by the owner of their workspace, and once, whoever asks.
/// </summary>
public sealed class DueClosings
{
    private readonly ConcurrentDictionary<string, (long Revision, Instant? Next)> _next = new(StringComparer.Ordinal);
    private readonly IGoalStore _store;
    private readonly IGrainFactory _grains;

    /// <summary>Those of the workspaces of a store.</summary>
    public DueClosings(IGoalStore store, IGrainFactory grains)
    {
        _store = store;
        _grains = grains;
    }

    /// <summary>Closes what is due. When it completes, goals that are asked show their final scores.</summary>
    /// <param name="now">What the goal clock shows.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task CloseAsync(Instant now, CancellationToken cancellation)
    {
        foreach (var workspace in await _store.ReadWorkspacesAsync(cancellation))
        {
            if (!_next.TryGetValue(workspace.Id, out var known) || known.Revision != workspace.Revision)
            {
                var settings = await _store.ReadSettingsAsync(workspace.Id, cancellation);
                var due = ClosingSchedule.Of(settings, await _store.ReadClosingsAsync(workspace.Id, cancellation));
                _next[workspace.Id] = known = (workspace.Revision, due.Count > 0 ? due[0].At : null);
            }

            if (known.Next <= now)
            {
                await _grains.GetGrain<IWorkspaceGrain>(workspace.Id).CloseDue(now).WaitAsync(cancellation);
            }
        }
    }
}
