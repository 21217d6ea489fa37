using OkrGrains.Storage.Producers;

namespace OkrGrains.Grains.Readings;

/// <summary>Readings of one submission that wait for the next ingest batch.</summary>
/// <param name="Draft">The readings; the ingest batch that takes them disposes of the draft.</param>
/// <param name="From">The stream that the readings came from.</param>
/// <param name="Submission">The submission, which is told of the outcome.</param>
internal readonly record struct WaveBatch(ReadingDraft Draft, ProducerEpoch From, Submission Submission)
{
    public int Count => Draft.Count;
}
