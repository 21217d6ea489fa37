namespace OkrGrains.Grains.Ingest;

/// <summary>Thrown when a newer stream of the same producer has been opened.</summary>
public sealed class ProducerFencedException() : Exception("A newer stream of the same producer has been opened.");

/// <summary>
/// Thrown when a producer knows of more acknowledged readings than the store holds: the store was rolled back, and not by a restore that
/// says so.
/// </summary>
/// <param name="held">The last sequence of the producer up to which the store holds all readings; 0 for none.</param>
/// <param name="known">The last sequence that the producer knows to be acknowledged.</param>
public sealed class StoreRolledBackException(long held, long known)
    : Exception($"The store holds the producer's readings up to {held}, and those up to {known} were acknowledged: it was rolled back.")
{
    /// <summary>The last sequence of the producer up to which the store holds all readings; 0 for none.</summary>
    public long Held { get; } = held;
}

/// <summary>
/// Thrown when earlier readings of the stream were not taken, so that later ones cannot be either. The producer has to be opened again, and
/// to send again from there.
/// </summary>
public sealed class StreamBrokenException() : Exception("Earlier readings of this stream were not taken.");
