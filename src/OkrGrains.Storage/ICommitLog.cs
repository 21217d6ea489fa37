using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Storage;

/// <summary>
/// The sequence of a store's commits: shows how far it has come, in positions and in time, and tells listeners of each commit.
/// </summary>
/// <remarks><see cref="IGoalStore"/> says what holds for all members.</remarks>
public interface ICommitLog
{
    /// <summary>The position of the last durable commit; 0 for an empty store.</summary>
    long LastPosition { get; }

    /// <summary>
    /// The reason why the store takes no writes, in words for the person who runs it: the store was found behind what it had acknowledged,
    /// or a write has failed since. Null while it takes writes.
    /// </summary>
    string? ReadOnlyReason { get; }

    /// <summary>The incarnations of the store, which tell whether it holds a commit that somebody else knows of.</summary>
    StoreLineage Lineage { get; }

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
