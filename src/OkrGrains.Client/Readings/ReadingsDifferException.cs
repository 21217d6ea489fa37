namespace OkrGrains.Client.Readings;

/// <summary>
/// The readings that were written are not those that the same producer has sent before: going on would take the ones for the others.
/// Nothing of them has been sent.
/// </summary>
/// <param name="message">What differs, in one line for people.</param>
public sealed class ReadingsDifferException(string message) : Exception(message);
