namespace OkrGrains.Client.Readings;

/// <summary>A reading that does not count, and never will under its sequence.</summary>
/// <param name="Sequence">
/// The permanent number of the reading within its producer, from 1; 0 for older rejections that the server only counts.
/// </param>
/// <param name="Tag">The tag that the caller gave with the reading; 0 when it is no longer known.</param>
/// <param name="Goal">The goal of the reading; empty when it is no longer known.</param>
/// <param name="Reason">
/// The name of an ErrorReason without its prefix, or <c>REJECTED_BEFORE</c> for rejections that the server only counts.
/// </param>
/// <param name="Message">One line for people.</param>
public sealed record RejectedReading(long Sequence, long Tag, string Goal, string Reason, string Message);
