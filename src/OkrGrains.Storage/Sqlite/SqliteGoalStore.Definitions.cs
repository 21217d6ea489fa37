using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Readers;
using OkrGrains.Storage.Sqlite.Schema;
using OkrGrains.Storage.Sqlite.Writer;

namespace OkrGrains.Storage.Sqlite;

// The members of IDefinitionStore.
public sealed partial class SqliteGoalStore
{
    /// <inheritdoc/>
    public ValueTask<long> ReserveGoalNumbersAsync(int count, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return _writes.WriteAsync(new ReserveGoalNumbersWrite(count), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<long> DefineAsync(DefinitionCommit commit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentException.ThrowIfNullOrEmpty(commit.Workspace, nameof(commit));
        return _writes.WriteAsync(new DefineWrite(commit), cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<long> DeleteWorkspaceAsync(WorkspaceDeletion deletion, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(deletion);
        ArgumentException.ThrowIfNullOrEmpty(deletion.Workspace, nameof(deletion));
        var position = await _writes.WriteAsync(new DeleteWorkspaceWrite(deletion), cancellation).ConfigureAwait(false);
        if (deletion.Erases)
        {
            _erasure.Wake();
        }

        return position;
    }

    /// <inheritdoc/>
    public async ValueTask<int> EraseDeletedAsync(string workspace, CancellationToken cancellation)
    {
        var count = await _writes.WriteAsync(new BeginErasureWrite(workspace), cancellation).ConfigureAwait(false);
        _erasure.Wake();
        return count;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Tombstone>> ReadTombstonesAsync(long after, CancellationToken cancellation) =>
        _readers.ReadAsync<IReadOnlyList<Tombstone>>(
            connection => [.. connection.Tombstones.ReadAll(after).Select(row => row.Public)], cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Tombstone>> ReadTombstonesAsync(string workspace, CancellationToken cancellation) =>
        _readers.ReadAsync<IReadOnlyList<Tombstone>>(
            connection => [.. connection.Tombstones.ReadOf(workspace).Select(row => row.Public)], cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, int>> CountGoalsAsync(CancellationToken cancellation) =>
        _readers.ReadAsync<IReadOnlyDictionary<string, int>>(connection => connection.Goals.Count(), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WorkspaceRow>> ReadWorkspacesAsync(CancellationToken cancellation) =>
        _readers.ReadAsync<IReadOnlyList<WorkspaceRow>>(connection => connection.Workspaces.ReadAll(), cancellation);

    /// <inheritdoc/>
    public ValueTask<WorkspaceRow?> ReadWorkspaceAsync(string id, CancellationToken cancellation) =>
        _readers.ReadAsync(connection => connection.Workspaces.Read(id), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<GoalRow>> ReadGoalsAsync(string workspace, CancellationToken cancellation) =>
        _readers.ReadAsync<IReadOnlyList<GoalRow>>(connection => connection.Goals.ReadAll(workspace), cancellation);

    /// <inheritdoc/>
    public ValueTask<GoalRow?> ReadGoalAsync(long goal, CancellationToken cancellation) =>
        _readers.ReadAsync(connection => Live(connection.Goals.Read(goal)), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<EdgeRow>> ReadEdgesAsync(string workspace, CancellationToken cancellation) =>
        _readers.ReadAsync<IReadOnlyList<EdgeRow>>(connection => connection.Edges.ReadAll(workspace), cancellation);

    /// <inheritdoc/>
    public ValueTask<Subtree?> ReadSubtreeAsync(long goal, int? combiner, SubtreeScope scope, CancellationToken cancellation) =>
        _readers.ReadAsync(connection => new SubtreeReader(connection, _recent, scope).Read(goal, combiner), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ChangeRow>> ReadChangesAsync(
        string workspace, long after, int limit, CancellationToken cancellation) =>
        _readers.ReadAsync<IReadOnlyList<ChangeRow>>(connection => connection.History.ReadChanges(workspace, after, limit), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ChangeRow>> ReadSettingsAsync(string workspace, CancellationToken cancellation) =>
        _readers.ReadAsync<IReadOnlyList<ChangeRow>>(connection => connection.History.ReadSettings(workspace), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RevisionRow>> ReadRevisionsAsync(long goal, long after, int limit, CancellationToken cancellation) =>
        _readers.ReadAsync<IReadOnlyList<RevisionRow>>(connection => connection.History.ReadRevisions(goal, after, limit), cancellation);

    /// <inheritdoc/>
    public ValueTask<PastDefinitions?> ReadDefinitionsAsync(string workspace, ClosingCut cut, CancellationToken cancellation) =>
        _readers.ReadAsync(connection => connection.History.ReadDefinitions(workspace, cut), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ClosingRow>> ReadClosingsAsync(string workspace, CancellationToken cancellation) =>
        _readers.ReadAsync<IReadOnlyList<ClosingRow>>(connection => connection.History.ReadClosings(workspace), cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Final>> ReadFinalsAsync(string workspace, long position, CancellationToken cancellation) =>
        _readers.ReadAsync<IReadOnlyList<Final>>(connection => connection.History.ReadFinals(workspace, position), cancellation);

    private static GoalRow? Live(GoalRow? row) => row is null || WorkspaceKey.IsDeleted(row.Workspace) ? null : row;
}
