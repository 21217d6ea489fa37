using System.Collections.Immutable;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;
using OkrGrains.Storage.CheckIns;
using OkrGrains.Storage.Closings;
using OkrGrains.Storage.Definitions;
using OkrGrains.Storage.Notices;
using OkrGrains.Storage.Producers;
using OkrGrains.Storage.Readings;
using OkrGrains.Storage.States;

namespace OkrGrains.Storage;

/// <summary>
/// What silos share: durable readings, states and definitions. Every commit has a position, store-wide, rising and never reused, and an
/// acceptance instant. All members may be called from any thread. Giving up on a write (its cancellation token) does not undo it: whether
/// it became durable is then unknown. Every read may end in <see cref="StoreDamagedException"/>.
/// </summary>
public interface IGoalStore : IAsyncDisposable
{
    /// <summary>The position of the last durable commit; 0 for an empty store.</summary>
    long LastPosition { get; }

    /// <summary>
    /// Why the store takes no writes, in words for the person who runs it: it was found behind what it had acknowledged, or a write
    /// has failed since. Null while it takes writes.
    /// </summary>
    string? ReadOnlyReason { get; }

    /// <summary>
    /// Appends the readings of one goal and replaces its state, in one transaction with whatever others hand over meanwhile. Completes
    /// once the transaction is durable.
    /// </summary>
    /// <returns>The position of the commit.</returns>
    /// <exception cref="EpochRefusedException">
    /// One of the streams is of an older epoch than the newest that was opened before this append came to the writer.
    /// </exception>
    /// <exception cref="StoreConflictException">
    /// The goal's state is not at the position that the append expects, or was computed under a newer revision.
    /// </exception>
    /// <exception cref="StoreUnavailableException">The store takes no more writes.</exception>
    ValueTask<long> AppendAsync(ReadingAppend append, CancellationToken cancellation);

    /// <summary>
    /// Appends an amendment of a reading that the goal holds, and replaces the goal's state, in one transaction with whatever others hand
    /// over meanwhile. Completes once the transaction is durable. The reading stays as it was accepted; nothing is erased.
    /// </summary>
    /// <returns>The position of the commit.</returns>
    /// <exception cref="StoreConflictException">
    /// The goal's state is not at the position that the append expects, or was computed under a newer revision.
    /// </exception>
    /// <exception cref="StoreUnavailableException">The store takes no more writes.</exception>
    ValueTask<long> AmendAsync(AmendmentAppend amend, CancellationToken cancellation);

    /// <summary>Replaces the state of a goal without new readings: after a definition changed or the clock moved.</summary>
    /// <returns>The position of the state, which is that of its last readings and does not change.</returns>
    /// <exception cref="StoreConflictException">
    /// The goal's state is not at the position that the save expects, or was computed under a newer revision or at a later
    /// instant.
    /// </exception>
    /// <exception cref="StoreUnavailableException">The store takes no more writes.</exception>
    ValueTask<long> SaveStateAsync(StateSave save, CancellationToken cancellation);

    /// <summary>The state of a goal that takes readings; null when it never had any.</summary>
    ValueTask<StateRow?> ReadStateAsync(long goal, CancellationToken cancellation);

    /// <summary>
    /// Every reading of a goal up to and with a position, in the order of acceptance, one batch a commit, each with its amendments up to
    /// that position: what was known then.
    /// </summary>
    IAsyncEnumerable<StoredReadings> ReadHistoryAsync(long goal, long upTo, CancellationToken cancellation);

    /// <summary>A goal's readings as they are known now, newest commit first, a page at a time.</summary>
    /// <param name="goal">The goal's number.</param>
    /// <param name="from">
    /// Where to begin: <see cref="ReadingsPage.Next"/> of the page before, or any commit with readings of the goal; 0 for its newest.
    /// </param>
    /// <param name="most">The page ends with the commit that brings so many readings, 1 or more.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentException">The commit holds no readings of the goal.</exception>
    ValueTask<ReadingsPage> ReadReadingsAsync(long goal, long from, int most, CancellationToken cancellation);

    /// <summary>
    /// Searches for a reading whose goal is not known, from the newest commit back, and gives up after so many rows that it would take
    /// seconds: no index leads from producers to goals, since each reading would have to pay for it.
    /// </summary>
    ValueTask<ReadingPlace> FindReadingAsync(ReadingName name, CancellationToken cancellation);

    /// <summary>
    /// The greatest sequence of a producer among a goal's readings up to and with a position; 0 when it has none. It is read from the
    /// newest commit back to the first that has one.
    /// </summary>
    ValueTask<long> ReadLastSequenceAsync(long goal, long producer, long upTo, CancellationToken cancellation);

    /// <summary>
    /// Goals whose state may be stale: its revision is behind the goal's, or it was valid only until an instant at or before
    /// <paramref name="at"/>.
    /// </summary>
    /// <param name="at">What the goal clock shows.</param>
    /// <param name="after">The last one of the page before; <see cref="StaleState.BeforeAll"/> to start.</param>
    /// <param name="limit">At most so many, by instant and goal.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<IReadOnlyList<StaleState>> ReadStaleAsync(
        Instant at, StaleState after, int limit, CancellationToken cancellation);

    /// <summary>
    /// Goals whose state was last written, with readings or without, by a commit after one, up to and with another. It takes as long as there
    /// are goals, not as there were commits.
    /// </summary>
    /// <param name="after">The last position that is of no interest.</param>
    /// <param name="upTo">The last position of interest.</param>
    /// <param name="afterGoal">The last one of the page before; 0 to start.</param>
    /// <param name="limit">At most so many, by number.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<IReadOnlyList<long>> ReadCommittedAsync(
        long after, long upTo, long afterGoal, int limit, CancellationToken cancellation);

    /// <summary>Takes goal numbers that are never handed out again.</summary>
    /// <returns>The first of <paramref name="count"/> consecutive numbers.</returns>
    ValueTask<long> ReserveGoalNumbersAsync(int count, CancellationToken cancellation);

    /// <summary>Commits definitions, all or nothing.</summary>
    /// <returns>The position of the commit: the revision of everything it touched.</returns>
    /// <exception cref="StoreConflictException">The workspace is not at the revision that the commit expects.</exception>
    /// <exception cref="StoreUnavailableException">The store takes no more writes.</exception>
    ValueTask<long> DefineAsync(DefinitionCommit commit, CancellationToken cancellation);

    /// <summary>The workspaces, by id.</summary>
    ValueTask<IReadOnlyList<WorkspaceRow>> ReadWorkspacesAsync(CancellationToken cancellation);

    /// <summary>One workspace; null when there is none of that id.</summary>
    ValueTask<WorkspaceRow?> ReadWorkspaceAsync(string id, CancellationToken cancellation);

    /// <summary>Every goal of a workspace, removed ones too, in the order of the plan and then of their numbers.</summary>
    ValueTask<IReadOnlyList<GoalRow>> ReadGoalsAsync(string workspace, CancellationToken cancellation);

    /// <summary>One goal; null when its number was never given.</summary>
    ValueTask<GoalRow?> ReadGoalAsync(long goal, CancellationToken cancellation);

    /// <summary>Every edge of a workspace.</summary>
    ValueTask<IReadOnlyList<EdgeRow>> ReadEdgesAsync(string workspace, CancellationToken cancellation);

    /// <summary>
    /// All that a goal's grain goes on from, in one consistent read: the goal and everything that it reads, directly or not, with the edges
    /// between them and the states of those that take readings; who owns them, and who reads the goal. Null when the goal's number was never
    /// given.
    /// </summary>
    /// <param name="goal">The goal's number.</param>
    /// <param name="combiner">Only what this one of the goal's combiners takes, and the goal itself; null for everything.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<Subtree?> ReadSubtreeAsync(long goal, int? combiner, CancellationToken cancellation);

    /// <summary>The changes of a workspace's definitions and cycles after a commit, in order.</summary>
    /// <param name="workspace">The workspace's id.</param>
    /// <param name="after">Only later commits, for paging.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<IReadOnlyList<ChangeRow>> ReadChangesAsync(string workspace, long after, int limit, CancellationToken cancellation);

    /// <summary>Every change of a workspace's settings, in order.</summary>
    ValueTask<IReadOnlyList<ChangeRow>> ReadSettingsAsync(string workspace, CancellationToken cancellation);

    /// <summary>Every definition that a goal has or had since a commit, in order.</summary>
    /// <param name="goal">The goal's number.</param>
    /// <param name="after">Only later commits, for paging.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<IReadOnlyList<RevisionRow>> ReadRevisionsAsync(long goal, long after, int limit, CancellationToken cancellation);

    /// <summary>A workspace as it was defined by what counts in a cut; null when it was not there yet.</summary>
    ValueTask<PastDefinitions?> ReadDefinitionsAsync(string workspace, ClosingCut cut, CancellationToken cancellation);

    /// <summary>Everything that was done to the cycles of a workspace, in order.</summary>
    ValueTask<IReadOnlyList<ClosingRow>> ReadClosingsAsync(string workspace, CancellationToken cancellation);

    /// <summary>The finals of one closing, standing or not, by goal.</summary>
    ValueTask<IReadOnlyList<Final>> ReadFinalsAsync(string workspace, long position, CancellationToken cancellation);

    /// <summary>Keeps a check-in that brings no reading; one that does goes with its append.</summary>
    /// <returns>The position of the commit.</returns>
    /// <exception cref="StoreConflictException">It does not follow the goal's last one, or its request is known.</exception>
    /// <exception cref="StoreUnavailableException">The store takes no more writes.</exception>
    ValueTask<long> AddCheckInAsync(NewCheckIn checkIn, CancellationToken cancellation);

    /// <summary>The check-ins on a goal, newest first.</summary>
    /// <param name="goal">The goal's number.</param>
    /// <param name="below">Only those with a lower number, for paging.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<IReadOnlyList<CheckInRow>> ReadCheckInsAsync(long goal, long below, int limit, CancellationToken cancellation);

    /// <summary>The check-in that a request has made on a goal; null for none.</summary>
    ValueTask<CheckInRow?> FindCheckInAsync(long goal, string request, CancellationToken cancellation);

    /// <summary>Makes a new epoch of a producer durable; older epochs are refused from then on.</summary>
    ValueTask<ProducerRow> OpenProducerAsync(string workspace, string producer, CancellationToken cancellation);

    /// <summary>A producer as last saved; null when it never opened.</summary>
    ValueTask<ProducerRow?> ReadProducerAsync(string workspace, string producer, CancellationToken cancellation);

    /// <summary>
    /// Notes, with the next commit, that every reading of the producer up to a sequence is durable. It may lag behind; it never leads.
    /// </summary>
    /// <param name="producer">The producer's number.</param>
    /// <param name="epoch">The stream's epoch; a note of an older one than the newest is dropped.</param>
    /// <param name="lastSequence">The last of those readings.</param>
    /// <param name="checkpoint">
    /// What the producer wants to be told of them; at most <see cref="ProducerCheckpoint.MostBytes"/>, never changed. Empty leaves the
    /// former one.
    /// </param>
    /// <param name="rejected">Those of them that were rejected, by rising sequence; none of them noted before.</param>
    void NoteProducer(
        long producer,
        long epoch,
        long lastSequence,
        ReadOnlyMemory<byte> checkpoint = default,
        ImmutableArray<RejectedRun> rejected = default);

    /// <summary>The latest instant that the goal clock has shown to this store; null for a new store.</summary>
    Instant? ClockSeen { get; }

    /// <summary>
    /// Makes durable that the goal clock has shown an instant. When this completes, every commit that was accepted before that instant is
    /// durable, and no later one is.
    /// </summary>
    ValueTask NoteClockAsync(Instant at, CancellationToken cancellation);

    /// <summary>
    /// Tells of every commit of this process once it is durable and before any of its writers hears of it, so that whoever follows the
    /// clock note has moved when <see cref="NoteClockAsync"/> completes. The listener is called by the writer, which waits for it.
    /// </summary>
    /// <returns>Ends it.</returns>
    IDisposable Listen(Action<CommitNotice> listener);
}
