namespace OkrGrains.Grains.Ingest;

/// <summary>Thrown when a newer stream of the same producer has been opened.</summary>
public sealed class ProducerFencedException() : Exception("A newer stream of the same producer has been opened.");

/// <summary>
/// Thrown when earlier readings of the stream were not taken, so that later ones cannot be either. The producer has to be opened again, and
/// to send again from there.
/// </summary>
public sealed class StreamBrokenException() : Exception("Earlier readings of this stream were not taken.");
