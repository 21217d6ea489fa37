using System.Collections.Immutable;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Readings;

/// <summary>Readings that are sent to one goal.</summary>
/// <param name="Readings">
/// The readings in the order in which they are to be accepted; those of one producer by rising sequence. They are not changed before the
/// call is answered. A receiver that keeps them for longer must copy them.
/// </param>
/// <param name="Streams">The streams that brought them, each producer once.</param>
[Immutable, GenerateSerializer, Alias("okr.sent-readings")]
public sealed record SentReadings(
    [property: Id(0)] ReadOnlyMemory<StoredReading> Readings, [property: Id(1)] ImmutableArray<ProducerEpoch> Streams);
