namespace OkrGrains.Client.Readings;

/// <summary>A reading that does not count, and never will under its sequence.</summary>
/// <param name="Sequence">Its place in the producer's life, from 1.</param>
/// <param name="Tag">What the producer's caller gave with it; 0 when it is no longer known.</param>
/// <param name="Goal">The goal that it was for; empty when it is no longer known.</param>
/// <param name="Reason">A stable word from ErrorReason.</param>
/// <param name="Message">One line for people.</param>
public sealed record RejectedReading(long Sequence, long Tag, string Goal, string Reason, string Message);
