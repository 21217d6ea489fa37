using System.Collections.Concurrent;
using OkrGrains.Model.Time;
using OkrGrains.Storage;

namespace OkrGrains.Grains.Workspaces;

/// <summary>
/// Closes the cycles whose closing the clock has reached, when somebody asks. The owner of the workspace closes a cycle once, whoever asks.
/// </summary>
public sealed class DueClosings
{
    private readonly ConcurrentDictionary<string, (long Revision, Instant? Next)> _next = new(StringComparer.Ordinal);
    private readonly IDefinitionStore _store;
    private readonly IGrainFactory _grains;

    /// <summary>Creates an instance for the workspaces of a store.</summary>
    public DueClosings(IDefinitionStore store, IGrainFactory grains)
    {
        _store = store;
        _grains = grains;
    }

    /// <summary>Closes the cycles that are due. When it completes, goals that are asked show their final scores.</summary>
    /// <param name="now">The instant that the goal clock shows.</param>
    /// <param name="cancellation">Cancels the wait.</param>
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
