using System.Collections.Concurrent;
using OkrGrains.Storage;
using OkrGrains.Storage.Definitions;

namespace OkrGrains.Grains.Directory;

/// <summary>
/// Finds goals by name. A cache over the store, which is asked for the workspace's revision every time: what another silo has defined is
/// seen at once.
/// </summary>
public sealed class GoalDirectory
{
    private readonly IGoalStore _store;
    private readonly ConcurrentDictionary<string, WorkspaceDirectory> _known = [];

    /// <summary>A directory of what is in the store.</summary>
    public GoalDirectory(IGoalStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
    }

    /// <summary>The workspaces, by id.</summary>
    public ValueTask<IReadOnlyList<WorkspaceRow>> WorkspacesAsync(CancellationToken cancellation) =>
        _store.ReadWorkspacesAsync(cancellation);

    /// <summary>The goals of a workspace as they are defined now; null when there is no such workspace.</summary>
    public async ValueTask<WorkspaceDirectory?> FindAsync(string workspace, CancellationToken cancellation)
    {
        var row = await _store.ReadWorkspaceAsync(workspace, cancellation);
        if (row is null)
        {
            return null;
        }

        if (_known.TryGetValue(workspace, out var known) && known.Revision == row.Revision)
        {
            return known;
        }

        // A change may come between the reads: what is kept is then known under the older revision, and read anew the next time.
        var goals = await _store.ReadGoalsAsync(workspace, cancellation);
        var edges = await _store.ReadEdgesAsync(workspace, cancellation);
        return _known[workspace] = DirectoryBuilder.Build(row, goals, edges);
    }
}
