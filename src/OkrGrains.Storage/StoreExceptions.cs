using System.Collections.Immutable;
using OkrGrains.Storage.Records;
using Orleans;

namespace OkrGrains.Storage;

/// <summary>A write no longer fits what is stored, because another writer came first.</summary>
/// <param name="message">A description of the conflict.</param>
[GenerateSerializer, Alias("okr.store-conflict")]
public class StoreConflictException(string message) : Exception(message);

/// <summary>A write is for a workspace that has been deleted.</summary>
/// <param name="message">What was to be written.</param>
[GenerateSerializer, Alias("okr.workspace-deleted")]
public sealed class WorkspaceDeletedException(string message) : StoreConflictException(message);

/// <summary>
/// Readings were handed over for streams that newer streams of the same producers have fenced. Nothing of the append was written.
/// </summary>
/// <param name="newest">Each of those producers with its newest epoch.</param>
[GenerateSerializer, Alias("okr.epoch-refused")]
public sealed class EpochRefusedException(ImmutableArray<ProducerEpoch> newest)
    : Exception($"Newer streams have been opened: {string.Join(", ", newest.Select(one => $"producer {one.Producer} epoch {one.Epoch}"))}.")
{
    /// <summary>Each fenced producer with its newest epoch.</summary>
    [Id(0)]
    public ImmutableArray<ProducerEpoch> Newest { get; } = newest;
}

/// <summary>
/// The store did not make a write durable, or could not read. After <see cref="StoreUnavailableReason.Failed"/> the outcome of the write is
/// unknown, since a commit whose sync failed may be found after a restart; in every other case nothing was written.
/// </summary>
/// <param name="message">A description of the cause.</param>
/// <param name="reason">The kind of cause, which says what the caller may do about it.</param>
/// <param name="inner">The error of the storage engine.</param>
[GenerateSerializer, Alias("okr.store-unavailable")]
public sealed class StoreUnavailableException(string message, StoreUnavailableReason reason, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The kind of cause, which says what the caller may do about it.</summary>
    [Id(0)]
    public StoreUnavailableReason Reason { get; } = reason;
}

/// <summary>The reasons why a store is not available, told apart by what may be done about them.</summary>
public enum StoreUnavailableReason
{
    /// <summary>There is no space left. Writes are accepted again once there is; trying later helps.</summary>
    Full = 1,

    /// <summary>Another program holds the file for longer than the store waits. Trying later helps.</summary>
    Busy,

    /// <summary>The device or the file failed. Nothing is written any more until a restart has checked the store; reads go on.</summary>
    Failed,

    /// <summary>The store is shutting down.</summary>
    Closed,

    /// <summary>
    /// The store was found behind what it had acknowledged, and is only read. <see cref="ICommitLog.ReadOnlyReason"/> says more.
    /// </summary>
    ReadOnly,
}

/// <summary>The store cannot be opened: another process serves it, its format is unknown, or it is damaged.</summary>
/// <param name="message">Which of these it is, in words for the person who started the program.</param>
/// <param name="inner">The error of the storage engine.</param>
public sealed class StoreRefusedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Stored data does not match its checksum or is missing. The store never guesses what it should have been.</summary>
/// <param name="message">A description of what is damaged.</param>
/// <param name="inner">The error of the storage engine.</param>
[GenerateSerializer, Alias("okr.store-damaged")]
public sealed class StoreDamagedException(string message, Exception? inner = null) : Exception(message, inner);
