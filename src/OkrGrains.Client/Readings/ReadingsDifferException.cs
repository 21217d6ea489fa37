namespace OkrGrains.Client.Readings;

/// <summary>
/// Thrown when the readings that were written differ from those that the same producer sent in an earlier run. Going on would take the new
/// readings for the old ones, since both have the same sequences. None of the new readings has been sent.
/// </summary>
/// <param name="message">The difference, in one line for people.</param>
/// <param name="mayBeForeign">True if another program may have sent readings under the producer's name.</param>
public sealed class ReadingsDifferException(string message, bool mayBeForeign = false) : Exception(message)
{
    /// <summary>
    /// True if no checkpoint tells whose readings the server holds: another program may have sent some under the same name.
    /// </summary>
    public bool MayBeForeign { get; } = mayBeForeign;
}
