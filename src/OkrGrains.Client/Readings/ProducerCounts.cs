namespace OkrGrains.Client.Readings;

/// <summary>The progress of a producer, in readings since its first one.</summary>
/// <param name="Written">The readings that the caller has written.</param>
/// <param name="Acknowledged">
/// The readings that are durable or rejected. It falls only when the server's store was restored from a backup that lacks some of them, which
/// are then sent again.
/// </param>
/// <param name="Applied">
/// The readings that their goals hold, or that are rejected. Those beyond the acknowledged ones are only in memory so far.
/// </param>
/// <param name="AlreadyHeld">
/// The acknowledged readings that the server held from an earlier run of the same producer, so that they were not sent.
/// </param>
public readonly record struct ProducerCounts(long Written, long Acknowledged, long Applied, long AlreadyHeld);
