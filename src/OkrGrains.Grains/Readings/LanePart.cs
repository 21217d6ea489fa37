using OkrGrains.Storage.Producers;

namespace OkrGrains.Grains.Readings;

/// <summary>Consecutive readings in a lane that came with one submission.</summary>
/// <param name="Submission">Is told of the outcome.</param>
/// <param name="From">The stream that they came from.</param>
/// <param name="Count">How many.</param>
internal readonly record struct LanePart(Submission Submission, ProducerEpoch From, int Count);
