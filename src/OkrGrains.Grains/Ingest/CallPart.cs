using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>Consecutive readings of one submission in a call or queue of a goal sender.</summary>
/// <param name="Submission">The submission, which is told of the outcome.</param>
/// <param name="From">The stream that the readings came from.</param>
/// <param name="Count">The number of readings.</param>
internal readonly record struct CallPart(Submission Submission, ProducerEpoch From, int Count);
