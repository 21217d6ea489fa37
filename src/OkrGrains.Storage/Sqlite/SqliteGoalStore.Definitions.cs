using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Readers;
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
        _readers.ReadAsync(connection => connection.Goals.Read(goal), cancellation);

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
}
