namespace OkrGrains.Grains.Readings;

/// <summary>A newer stream of the same producer has been opened.</summary>
public sealed class ProducerFencedException() : Exception("A newer stream of the same producer has been opened.");

/// <summary>Earlier readings of the stream were not taken, so that later ones cannot be: open the producer again and send from there.</summary>
public sealed class StreamBrokenException() : Exception("Earlier readings of this stream were not taken.");
