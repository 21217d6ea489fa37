using System.Collections.Concurrent;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Queries;

/// <summary>Finds goals by name.</summary>
/// <remarks>
/// It is a cache over the store, which is asked for the workspace's revision every time, so that what another silo has defined is seen at
/// once.
/// </remarks>
public sealed class GoalDirectory
{
    private readonly IDefinitionStore _store;
    private readonly ConcurrentDictionary<string, Known> _known = [];

    /// <summary>Creates a directory of what is in the store.</summary>
    public GoalDirectory(IDefinitionStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
    }

    /// <summary>Returns the workspaces, by id.</summary>
    public ValueTask<IReadOnlyList<WorkspaceRow>> WorkspacesAsync(CancellationToken cancellation) =>
        _store.ReadWorkspacesAsync(cancellation);

    /// <summary>Returns the goals of a workspace as they are defined now; null when there is no such workspace.</summary>
    public async ValueTask<WorkspaceDirectory?> FindAsync(string workspace, CancellationToken cancellation)
    {
        var row = await _store.ReadWorkspaceAsync(workspace, cancellation);
        if (row is null)
        {
            return null;
        }

        var known = _known.AddOrUpdate(
            workspace,
            static (_, read) => read.Directory.Know(read.Row),
            static (_, known, read) => known.Revision == read.Row.Revision && !known.HasFailed ? known : read.Directory.Know(read.Row),
            (Directory: this, Row: row));
        return await known.Goals.WaitAsync(cancellation);
    }

    private Known Know(WorkspaceRow row) => new(row.Revision, () => ReadAsync(row));

    /// <summary>
    /// Reads the goals and edges of a workspace. A change may come between the two reads: what is kept is then known under the older
    /// revision, and read again the next time.
    /// </summary>
    private async Task<WorkspaceDirectory> ReadAsync(WorkspaceRow row)
    {
        var goals = await _store.ReadGoalsAsync(row.Id, CancellationToken.None);
        var edges = await _store.ReadEdgesAsync(row.Id, CancellationToken.None);
        return DirectoryBuilder.Build(row, goals, edges);
    }

    /// <summary>One revision of a workspace. It is read once for all who ask for it meanwhile, because a large one takes seconds.</summary>
    private sealed class Known(long revision, Func<Task<WorkspaceDirectory>> read)
    {
        private readonly Lazy<Task<WorkspaceDirectory>> _goals = new(read);

        public long Revision { get; } = revision;

        public Task<WorkspaceDirectory> Goals => _goals.Value;

        public bool HasFailed => _goals is { IsValueCreated: true, Value: { IsCompleted: true, IsCompletedSuccessfully: false } };
    }
}
