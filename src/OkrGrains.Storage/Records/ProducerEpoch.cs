using Orleans;

namespace OkrGrains.Storage.Records;

/// <summary>An epoch of a producer: one stream that the producer has opened.</summary>
/// <param name="Producer">The producer's number in the store.</param>
/// <param name="Epoch">The epoch, 1 or more.</param>
[Immutable, GenerateSerializer, Alias("okr.producer-epoch")]
public readonly record struct ProducerEpoch([property: Id(0)] long Producer, [property: Id(1)] long Epoch);
