using OkrGrains.Model.Time;
using OkrGrains.Storage.Definitions;
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
    /// <exception cref="StoreConflictException">
    /// The goal's state is not at the position that the append expects, or was computed under a newer revision.
    /// </exception>
    /// <exception cref="StoreUnavailableException">The store takes no more writes.</exception>
    ValueTask<long> AppendAsync(ReadingAppend append, CancellationToken cancellation);

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

    /// <summary>Every reading of a goal up to and with a position, in the order of acceptance, one batch a commit.</summary>
    IAsyncEnumerable<StoredReadings> ReadHistoryAsync(long goal, long upTo, CancellationToken cancellation);

    /// <summary>
    /// Goals whose state may be stale: its revision is behind the goal's, or it was valid only until an instant at or before
    /// <paramref name="at"/>.
    /// </summary>
    /// <param name="at">What the goal clock shows.</param>
    /// <param name="after">Only goals with a greater number, for paging.</param>
    /// <param name="limit">At most so many, in the order of their numbers.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<IReadOnlyList<long>> ReadStaleAsync(Instant at, long after, int limit, CancellationToken cancellation);

    /// <summary>Goals by the commit that last wrote their state, with readings or without: those after another one, up to and with a position.</summary>
    /// <param name="after">The last one of the page before; <see cref="CommittedState.EndOf"/> to start after a position.</param>
    /// <param name="upTo">The last position of interest.</param>
    /// <param name="limit">At most so many, by position and goal.</param>
    /// <param name="cancellation">Gives up.</param>
    ValueTask<IReadOnlyList<CommittedState>> ReadCommittedAsync(
        CommittedState after, long upTo, int limit, CancellationToken cancellation);

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

    /// <summary>The edges of which the goal is the child.</summary>
    ValueTask<IReadOnlyList<EdgeRow>> ReadEdgesUpAsync(long goal, CancellationToken cancellation);

    /// <summary>
    /// All that the goal's figures follow from, in one consistent read: it and everything that it reads, directly or not, with the edges
    /// between them and the states of those that take readings. Null when the goal's number was never given.
    /// </summary>
    ValueTask<Subtree?> ReadSubtreeAsync(long goal, CancellationToken cancellation);

    /// <summary>Makes a new epoch of a producer durable; older epochs are refused from then on.</summary>
    ValueTask<ProducerRow> OpenProducerAsync(string workspace, string producer, CancellationToken cancellation);

    /// <summary>A producer as last saved; null when it never opened.</summary>
    ValueTask<ProducerRow?> ReadProducerAsync(string workspace, string producer, CancellationToken cancellation);

    /// <summary>
    /// Notes, with the next commit, that every reading of the producer up to a sequence is durable. It may lag behind; it never leads.
    /// </summary>
    void NoteProducer(long producer, long epoch, long lastSequence);

    /// <summary>The latest instant that the goal clock has shown to this store; null for a new store.</summary>
    Instant? ClockSeen { get; }

    /// <summary>Makes durable that the goal clock has shown an instant.</summary>
    ValueTask NoteClockAsync(Instant at, CancellationToken cancellation);
}
