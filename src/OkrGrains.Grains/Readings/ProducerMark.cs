namespace OkrGrains.Grains.Readings;

/// <summary>How far a goal holds the readings of a producer.</summary>
/// <param name="Producer">The producer's number in the store.</param>
/// <param name="Epoch">The greatest epoch that brought readings.</param>
/// <param name="LastSequence">The greatest sequence held; sequences rise, so that lower ones are duplicates.</param>
internal readonly record struct ProducerMark(long Producer, long Epoch, long LastSequence);
