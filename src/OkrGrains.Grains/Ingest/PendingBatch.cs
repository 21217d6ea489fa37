using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>Readings of one submission that wait for the next ingest batch.</summary>
/// <param name="Draft">The readings; the ingest batch that takes them disposes of the draft.</param>
/// <param name="From">The stream that the readings came from.</param>
/// <param name="Submission">The submission, which is told of the outcome.</param>
internal readonly record struct PendingBatch(ReadingBuffer Draft, ProducerEpoch From, Submission Submission)
{
    public int Count => Draft.Count;
}
