using OkrGrains.Storage.Records;

namespace OkrGrains.Storage;

/// <summary>
/// Stores the definitions of workspaces and their goals with all their revisions, and the closings of cycles with the finals of each.
/// </summary>
/// <remarks><see cref="IGoalStore"/> says what holds for all members.</remarks>
public interface IDefinitionStore
{
    /// <summary>Reserves goal numbers, which are never handed out again.</summary>
    /// <returns>The first of <paramref name="count"/> consecutive numbers.</returns>
    ValueTask<long> ReserveGoalNumbersAsync(int count, CancellationToken cancellation);

    /// <summary>Commits definitions, all or nothing.</summary>
    /// <returns>The position of the commit, which is the new revision of everything it touched.</returns>
    /// <exception cref="StoreConflictException">The workspace is not at the revision that the commit expects.</exception>
    /// <exception cref="StoreUnavailableException">The store takes no more writes.</exception>
    ValueTask<long> DefineAsync(DefinitionCommit commit, CancellationToken cancellation);

    /// <summary>
    /// Deletes a workspace, all or nothing. Its id is free for another generation from then on, in which nothing of this one is seen, and
    /// nothing more is written of its goals, producers and requests. A tombstone is kept for good.
    /// </summary>
    /// <returns>The position of the commit.</returns>
    /// <exception cref="StoreConflictException">The workspace is not at the revision that the deletion expects.</exception>
    /// <exception cref="StoreUnavailableException">The store takes no more writes.</exception>
    ValueTask<long> DeleteWorkspaceAsync(WorkspaceDeletion deletion, CancellationToken cancellation);

    /// <summary>
    /// Begins to remove the bytes of every deleted workspace that had an id. It goes on in small commits, after a restart too; the
    /// tombstones say how far it is.
    /// </summary>
    /// <returns>The number of workspaces whose removal begins.</returns>
    /// <exception cref="StoreUnavailableException">The store takes no more writes.</exception>
    ValueTask<int> EraseDeletedAsync(string workspace, CancellationToken cancellation);

    /// <summary>Reads the tombstones of the workspaces that commits after a position deleted, ordered by id and generation.</summary>
    ValueTask<IReadOnlyList<Tombstone>> ReadTombstonesAsync(long after, CancellationToken cancellation);

    /// <summary>Reads the tombstones of the workspaces that had an id, oldest first.</summary>
    ValueTask<IReadOnlyList<Tombstone>> ReadTombstonesAsync(string workspace, CancellationToken cancellation);

    /// <summary>Counts the goals of each workspace, without removed ones. A workspace without goals is missing.</summary>
    ValueTask<IReadOnlyDictionary<string, int>> CountGoalsAsync(CancellationToken cancellation);

    /// <summary>Reads all workspaces, ordered by id; no deleted ones.</summary>
    ValueTask<IReadOnlyList<WorkspaceRow>> ReadWorkspacesAsync(CancellationToken cancellation);

    /// <summary>Reads one workspace; null if there is none with that id.</summary>
    ValueTask<WorkspaceRow?> ReadWorkspaceAsync(string id, CancellationToken cancellation);

    /// <summary>Reads every goal of a workspace, removed ones too, in the order of the plan and then of their numbers.</summary>
    ValueTask<IReadOnlyList<GoalRow>> ReadGoalsAsync(string workspace, CancellationToken cancellation);

    /// <summary>Reads one goal; null if its number was never given to a goal, or its workspace is deleted.</summary>
    ValueTask<GoalRow?> ReadGoalAsync(long goal, CancellationToken cancellation);

    /// <summary>Reads every edge of a workspace.</summary>
    ValueTask<IReadOnlyList<EdgeRow>> ReadEdgesAsync(string workspace, CancellationToken cancellation);

    /// <summary>
    /// Reads all that a goal's grain needs to begin, in one consistent read: the goal and everything that it reads, directly or not, with
    /// the edges between them, the states of those that take readings, the objectives that own them, and the edges on which others read the
    /// goal. Null if the goal's number was never given to a goal, or its workspace is deleted.
    /// </summary>
    /// <param name="goal">The goal's number.</param>
    /// <param name="combiner">
    /// The index of one of the goal's combiners, to read only what that combiner takes and the goal itself; null to read everything.
    /// </param>
    /// <param name="scope">How much of it is read.</param>
    /// <param name="cancellation">Cancels the read.</param>
    ValueTask<Subtree?> ReadSubtreeAsync(long goal, int? combiner, SubtreeScope scope, CancellationToken cancellation);

    /// <summary>Reads the changes of a workspace's definitions and cycles after a commit, in order.</summary>
    /// <param name="workspace">The workspace's id.</param>
    /// <param name="after">The position after which changes are returned; the last one of the previous page, for paging.</param>
    /// <param name="limit">The greatest number of changes.</param>
    /// <param name="cancellation">Cancels the read.</param>
    ValueTask<IReadOnlyList<ChangeRow>> ReadChangesAsync(string workspace, long after, int limit, CancellationToken cancellation);

    /// <summary>Reads every change of a workspace's settings, in order.</summary>
    ValueTask<IReadOnlyList<ChangeRow>> ReadSettingsAsync(string workspace, CancellationToken cancellation);

    /// <summary>Reads every definition that a goal has had since a commit, in order.</summary>
    /// <param name="goal">The goal's number.</param>
    /// <param name="after">The position after which definitions are returned; the last one of the previous page, for paging.</param>
    /// <param name="limit">The greatest number of definitions.</param>
    /// <param name="cancellation">Cancels the read.</param>
    ValueTask<IReadOnlyList<RevisionRow>> ReadRevisionsAsync(long goal, long after, int limit, CancellationToken cancellation);

    /// <summary>Reads a workspace as it was defined by the commits that count in a cut; null if it did not exist yet.</summary>
    ValueTask<PastDefinitions?> ReadDefinitionsAsync(string workspace, ClosingCut cut, CancellationToken cancellation);

    /// <summary>Reads every closing and reopening of the cycles of a workspace, in order.</summary>
    ValueTask<IReadOnlyList<ClosingRow>> ReadClosingsAsync(string workspace, CancellationToken cancellation);

    /// <summary>Reads the finals of one closing, ordered by goal, whether or not they still stand.</summary>
    ValueTask<IReadOnlyList<Final>> ReadFinalsAsync(string workspace, long position, CancellationToken cancellation);
}
