using System.Collections.Immutable;
using OkrGrains.Storage.Producers;
using Orleans;

namespace OkrGrains.Storage;

/// <summary>What was to be written no longer fits what is stored: somebody else wrote first.</summary>
/// <param name="message">What does not fit.</param>
[GenerateSerializer, Alias("okr.store-conflict")]
public sealed class StoreConflictException(string message) : Exception(message);

/// <summary>Readings were handed over for streams that newer ones of the same producers have fenced; nothing of the append was written.</summary>
/// <param name="newest">Each such producer with its newest epoch.</param>
[GenerateSerializer, Alias("okr.epoch-refused")]
public sealed class EpochRefusedException(ImmutableArray<ProducerEpoch> newest)
    : Exception($"Newer streams have been opened: {string.Join(", ", newest.Select(one => $"producer {one.Producer} epoch {one.Epoch}"))}.")
{
    /// <summary>Each fenced producer with its newest epoch.</summary>
    [Id(0)]
    public ImmutableArray<ProducerEpoch> Newest { get; } = newest;
}

/// <summary>
/// The store did not make a write durable, or could not read. After <see cref="StoreUnavailableReason.Failed"/> the outcome of the
/// write is unknown, since a commit whose sync failed may be found after a restart; in every other case nothing was written.
/// </summary>
/// <param name="message">The cause.</param>
/// <param name="reason">What may be done about it.</param>
/// <param name="inner">What the storage engine said.</param>
[GenerateSerializer, Alias("okr.store-unavailable")]
public sealed class StoreUnavailableException(string message, StoreUnavailableReason reason, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>What may be done about it.</summary>
    [Id(0)]
    public StoreUnavailableReason Reason { get; } = reason;
}

/// <summary>Why a store is not available, by what may be done about it.</summary>
public enum StoreUnavailableReason
{
    /// <summary>There is no space left. Writes are accepted again once there is; trying later helps.</summary>
    Full = 1,

    /// <summary>Another program holds the file for longer than the store waits. Trying later helps.</summary>
    Busy,

    /// <summary>
    /// The device or the file failed. Nothing is written any more until a restart has checked the store; reads go on.
    /// </summary>
    Failed,

    /// <summary>The store is shutting down.</summary>
    Closed,

    /// <summary>
    /// The store was found behind what it had acknowledged, and is only read. <see cref="IGoalStore.ReadOnlyReason"/> says more.
    /// </summary>
    ReadOnly,
}

/// <summary>The store cannot be opened: it is served by another process, of an unknown format, or damaged.</summary>
/// <param name="message">Which of these, in words for the person who started the program.</param>
/// <param name="inner">What the storage engine said.</param>
public sealed class StoreRefusedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Something stored does not match its checksum or is missing. What it should have said is not guessed.</summary>
/// <param name="message">What is damaged.</param>
/// <param name="inner">What the storage engine said.</param>
[GenerateSerializer, Alias("okr.store-damaged")]
public sealed class StoreDamagedException(string message, Exception? inner = null) : Exception(message, inner);
