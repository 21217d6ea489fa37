using System.Collections.Immutable;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Writer;

namespace OkrGrains.Storage;

/// <summary>
/// Stores readings, states and definitions durably for all silos that share it. Every commit has a position, which rises from commit to
/// commit and is never reused anywhere in the store, and an acceptance instant. All members may be called from any thread. Cancelling a
/// write does not undo it; whether it became durable is then unknown. Every read may throw <see cref="StoreDamagedException"/>.
/// </summary>
public interface IGoalStore : IAsyncDisposable
{
    /// <summary>The position of the last durable commit; 0 for an empty store.</summary>
    long LastPosition { get; }

    /// <summary>
    /// The reason why the store takes no writes, in words for the person who runs it: the store was found behind what it had acknowledged,
    /// or a write has failed since. Null while it takes writes.
    /// </summary>
    string? ReadOnlyReason { get; }

    /// <summary>
    /// Appends the readings of one goal and replaces its state, in one transaction with whatever other callers hand over meanwhile.
    /// Completes once the transaction is durable.
    /// </summary>
    /// <returns>The position of the commit.</returns>
    /// <exception cref="EpochRefusedException">
    /// One of the streams has an older epoch than the newest one that was opened before this append came to the writer.
    /// </exception>
    /// <exception cref="StoreConflictException">
    /// The goal's state is not at the position that the append expects, or was computed under a newer revision.
    /// </exception>
    /// <exception cref="StoreUnavailableException">The store takes no more writes.</exception>
    ValueTask<long> AppendAsync(ReadingAppend append, CancellationToken cancellation);

    /// <summary>
    /// Appends an amendment of a reading that the goal holds, and replaces the goal's state, in one transaction with whatever other callers
    /// hand over meanwhile. Completes once the transaction is durable. The reading stays as it was accepted; nothing is erased.
    /// </summary>
    /// <returns>The position of the commit.</returns>
    /// <exception cref="StoreConflictException">
    /// The goal's state is not at the position that the append expects, or was computed under a newer revision.
    /// </exception>
    /// <exception cref="StoreUnavailableException">The store takes no more writes.</exception>
    ValueTask<long> AmendAsync(AmendmentAppend amend, CancellationToken cancellation);

    /// <summary>Replaces the state of a goal without new readings, after a definition has changed or the clock has moved.</summary>
    /// <returns>The position of the state, which is that of its last readings and does not change.</returns>
    /// <exception cref="StoreConflictException">
    /// The goal's state is not at the position that the save expects, or was computed under a newer revision or at a later instant.
    /// </exception>
    /// <exception cref="StoreUnavailableException">The store takes no more writes.</exception>
    ValueTask<long> SaveStateAsync(StateSave save, CancellationToken cancellation);

    /// <summary>Reads the state of a goal that takes readings; null if it never had one.</summary>
    ValueTask<StateRow?> ReadStateAsync(long goal, CancellationToken cancellation);

    /// <summary>
    /// Reads every reading of a goal up to and including a position, as it was known then: in the order of acceptance, one batch for each
    /// commit, with the amendments of these readings up to that position.
    /// </summary>
    IAsyncEnumerable<StoredReadings> ReadHistoryAsync(long goal, long upTo, CancellationToken cancellation);

    /// <summary>Reads one page of a goal's readings as they are known now, newest commit first.</summary>
    /// <param name="goal">The goal's number.</param>
    /// <param name="from">
    /// The commit to begin with: <see cref="ReadingsPage.Next"/> of the previous page, or any commit with readings of the goal; 0 for its
    /// newest.
    /// </param>
    /// <param name="most">The number of readings, 1 or more, at which the page ends. The commit that reaches it is returned whole.</param>
    /// <param name="cancellation">Cancels the read.</param>
    /// <exception cref="ArgumentException">The commit holds no readings of the goal.</exception>
    ValueTask<ReadingsPage> ReadReadingsAsync(long goal, long from, int most, CancellationToken cancellation);

    /// <summary>
    /// Searches for a reading whose goal is not known, from the newest commit back. There is no index from producers to goals, since every
    /// reading would have to pay for it; so the search gives up after a bounded number of rows, before it would take seconds.
    /// </summary>
    ValueTask<ReadingPlace> FindReadingAsync(ReadingName name, CancellationToken cancellation);

    /// <summary>
    /// Reads the greatest sequence of a producer among a goal's readings up to and including a position; 0 if it has none. The search goes
    /// from the newest commit back to the first that has a reading of the producer.
    /// </summary>
    ValueTask<long> ReadLastSequenceAsync(long goal, long producer, long upTo, CancellationToken cancellation);

    /// <summary>
    /// Reads the goals whose state may be stale: its revision is behind the goal's, or it was valid only until an instant at or before
    /// <paramref name="at"/>.
    /// </summary>
    /// <param name="at">The current time of the goal clock.</param>
    /// <param name="after">The last entry of the previous page; <see cref="StaleState.BeforeAll"/> for the first page.</param>
    /// <param name="limit">The greatest number of entries. They are ordered by instant, then by goal.</param>
    /// <param name="cancellation">Cancels the read.</param>
    ValueTask<IReadOnlyList<StaleState>> ReadStaleAsync(
        Instant at, StaleState after, int limit, CancellationToken cancellation);

    /// <summary>
    /// Reads the goals whose state was last written, with readings or without, by a commit in a range of positions. The cost grows with the
    /// number of goals, not with the number of commits.
    /// </summary>
    /// <param name="after">The position before the range.</param>
    /// <param name="upTo">The last position of the range.</param>
    /// <param name="afterGoal">The last goal of the previous page; 0 for the first page.</param>
    /// <param name="limit">The greatest number of goals. They are ordered by number.</param>
    /// <param name="cancellation">Cancels the read.</param>
    ValueTask<IReadOnlyList<long>> ReadCommittedAsync(
        long after, long upTo, long afterGoal, int limit, CancellationToken cancellation);

    /// <summary>Reserves goal numbers, which are never handed out again.</summary>
    /// <returns>The first of <paramref name="count"/> consecutive numbers.</returns>
    ValueTask<long> ReserveGoalNumbersAsync(int count, CancellationToken cancellation);

    /// <summary>Commits definitions, all or nothing.</summary>
    /// <returns>The position of the commit, which is the new revision of everything it touched.</returns>
    /// <exception cref="StoreConflictException">The workspace is not at the revision that the commit expects.</exception>
    /// <exception cref="StoreUnavailableException">The store takes no more writes.</exception>
    ValueTask<long> DefineAsync(DefinitionCommit commit, CancellationToken cancellation);

    /// <summary>Reads all workspaces, ordered by id.</summary>
    ValueTask<IReadOnlyList<WorkspaceRow>> ReadWorkspacesAsync(CancellationToken cancellation);

    /// <summary>Reads one workspace; null if there is none with that id.</summary>
    ValueTask<WorkspaceRow?> ReadWorkspaceAsync(string id, CancellationToken cancellation);

    /// <summary>Reads every goal of a workspace, removed ones too, in the order of the plan and then of their numbers.</summary>
    ValueTask<IReadOnlyList<GoalRow>> ReadGoalsAsync(string workspace, CancellationToken cancellation);

    /// <summary>Reads one goal; null if its number was never given to a goal.</summary>
    ValueTask<GoalRow?> ReadGoalAsync(long goal, CancellationToken cancellation);

    /// <summary>Reads every edge of a workspace.</summary>
    ValueTask<IReadOnlyList<EdgeRow>> ReadEdgesAsync(string workspace, CancellationToken cancellation);

    /// <summary>
    /// Reads all that a goal's grain needs to begin, in one consistent read: the goal and everything that it reads, directly or not, with
    /// the edges between them, the states of those that take readings, the objectives that own them, and the edges on which others read the
    /// goal. Null if the goal's number was never given to a goal.
    /// </summary>
    /// <param name="goal">The goal's number.</param>
    /// <param name="combiner">
    /// The index of one of the goal's combiners, to read only what that combiner takes and the goal itself; null to read everything.
    /// </param>
    /// <param name="cancellation">Cancels the read.</param>
    ValueTask<Subtree?> ReadSubtreeAsync(long goal, int? combiner, CancellationToken cancellation);

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

    /// <summary>Stores a check-in that brings no reading. A check-in with a reading is stored with the append of that reading.</summary>
    /// <returns>The position of the commit.</returns>
    /// <exception cref="StoreConflictException">
    /// The check-in does not follow the goal's last one, or a check-in of the same request is stored already.
    /// </exception>
    /// <exception cref="StoreUnavailableException">The store takes no more writes.</exception>
    ValueTask<long> AddCheckInAsync(NewCheckIn checkIn, CancellationToken cancellation);

    /// <summary>Reads the check-ins of a goal, newest first.</summary>
    /// <param name="goal">The goal's number.</param>
    /// <param name="below">The number below which check-ins are returned, for paging.</param>
    /// <param name="limit">The greatest number of check-ins.</param>
    /// <param name="cancellation">Cancels the read.</param>
    ValueTask<IReadOnlyList<CheckInRow>> ReadCheckInsAsync(long goal, long below, int limit, CancellationToken cancellation);

    /// <summary>Finds the check-in that a request has made on a goal; null if there is none.</summary>
    ValueTask<CheckInRow?> FindCheckInAsync(long goal, string request, CancellationToken cancellation);

    /// <summary>Makes a new epoch of a producer durable. Older epochs are refused from then on.</summary>
    ValueTask<ProducerRow> OpenProducerAsync(string workspace, string producer, CancellationToken cancellation);

    /// <summary>Reads a producer as it was last stored; null if it never opened a stream.</summary>
    ValueTask<ProducerRow?> ReadProducerAsync(string workspace, string producer, CancellationToken cancellation);

    /// <summary>
    /// Records, with the next commit, that every reading of the producer up to a sequence is durable. The record may lag behind; it never
    /// leads.
    /// </summary>
    /// <param name="producer">The producer's number.</param>
    /// <param name="epoch">The stream's epoch. A record of an older epoch than the newest is dropped.</param>
    /// <param name="lastSequence">The sequence of the last of those readings.</param>
    /// <param name="checkpoint">
    /// The bytes that the producer wants back about those readings when it opens a stream again, at most
    /// <see cref="ProducerCheckpoint.MostBytes"/>. The memory must never change. Empty keeps the previous checkpoint.
    /// </param>
    /// <param name="rejected">Those of the readings that were rejected, by rising sequence. None of them has been passed before.</param>
    void RecordProgress(
        long producer,
        long epoch,
        long lastSequence,
        ReadOnlyMemory<byte> checkpoint = default,
        ImmutableArray<RejectedRun> rejected = default);

    /// <summary>The latest instant that the goal clock has shown to this store; null for a new store.</summary>
    Instant? ClockSeen { get; }

    /// <summary>
    /// Makes durable that the goal clock has shown an instant. When this completes, every commit that was accepted before that instant is
    /// durable, and no later commit is accepted before it.
    /// </summary>
    ValueTask RecordClockAsync(Instant at, CancellationToken cancellation);

    /// <summary>
    /// Calls a listener for every commit of this process, once the commit is durable and before any of its writers is told. So everyone who
    /// follows the goal clock has moved by the time <see cref="RecordClockAsync"/> completes. The writer's thread calls the listener and
    /// waits for it.
    /// </summary>
    /// <returns>The subscription, which ends when it is disposed.</returns>
    IDisposable Listen(Action<CommitNotice> listener);
}
