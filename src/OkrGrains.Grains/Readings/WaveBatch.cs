using OkrGrains.Storage.Producers;

namespace OkrGrains.Grains.Readings;

/// <summary>Readings that were submitted together and wait for the next wave.</summary>
/// <param name="Draft">The readings; the wave that takes them disposes of it.</param>
/// <param name="From">The stream that they came from.</param>
/// <param name="Submission">Is told of the outcome.</param>
internal readonly record struct WaveBatch(ReadingDraft Draft, ProducerEpoch From, Submission Submission)
{
    public int Count => Draft.Count;
}
