namespace OkrGrains.Grains.Readings;

/// <summary>The last sequence that a goal holds of a producer.</summary>
/// <param name="Producer">The producer's number in the store.</param>
/// <param name="Epoch">The greatest epoch that has brought readings.</param>
/// <param name="LastSequence">The greatest sequence held. Sequences rise, so that lower ones are duplicates.</param>
internal readonly record struct ProducerOffset(long Producer, long Epoch, long LastSequence);
