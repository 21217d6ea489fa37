using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Storage;

/// <summary>
/// Stores the data that goals take in: their readings with the amendments of these, the states that follow from them, and check-ins, which
/// may bring a reading.
/// </summary>
/// <remarks><see cref="IGoalStore"/> says what holds for all members.</remarks>
public interface IReadingStore
{
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
    /// Does the same as <see cref="AppendAsync"/>, and tells a listener of the outcome. There are tens of thousands of appends a second, and
    /// an awaited task costs more than all that its continuation does.
    /// </summary>
    void Append(ReadingAppend append, IAppendListener listener) => _ = TellAsync(AppendAsync(append, CancellationToken.None), listener);

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

    /// <summary>Reads the states of all goals that take readings, by rising numbers of the goals.</summary>
    /// <param name="afterGoal">The last goal of the previous page; 0 for the first page.</param>
    /// <param name="limit">The greatest number of states.</param>
    /// <param name="cancellation">Cancels the read.</param>
    ValueTask<IReadOnlyList<StateRow>> ReadStatesAsync(long afterGoal, int limit, CancellationToken cancellation);

    /// <summary>
    /// Reads every reading of a goal up to and including a position, as it was known then: in the order of acceptance, one batch for each
    /// commit, with the amendments of these readings up to that position.
    /// </summary>
    IAsyncEnumerable<StoredReadings> ReadHistoryAsync(long goal, long upTo, CancellationToken cancellation);

    /// <summary>
    /// Reads the readings of a goal in the commits after a position, up to and including another, like <see cref="ReadHistoryAsync"/>. It
    /// takes no longer for a long history before.
    /// </summary>
    IAsyncEnumerable<StoredReadings> ReadHistorySinceAsync(long goal, long after, long upTo, CancellationToken cancellation);

    /// <summary>Returns true if a commit after a position amends a reading of a goal, whenever that was accepted.</summary>
    ValueTask<bool> IsAmendedSinceAsync(long goal, long after, CancellationToken cancellation);

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

    private static async Task TellAsync(ValueTask<long> appending, IAppendListener listener)
    {
        long position;
        try
        {
            position = await appending;
        }
        catch (Exception failure)
        {
            listener.Failed(failure);
            return;
        }

        listener.Committed(position);
    }
}
