namespace OkrGrains.Client.Readings;

/// <summary>How far a producer has come, in readings of its life.</summary>
/// <param name="Written">Written by the caller.</param>
/// <param name="Acknowledged">Durable, or rejected.</param>
/// <param name="Applied">Held by their goals, or rejected; of those beyond the acknowledged ones only in memory as yet.</param>
/// <param name="AlreadyHeld">Of the acknowledged ones: held by the server since an earlier run of the same producer, and not sent.</param>
public readonly record struct ProducerCounts(long Written, long Acknowledged, long Applied, long AlreadyHeld);
