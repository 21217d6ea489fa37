namespace OkrGrains.Storage.Records;

/// <summary>A producer of readings.</summary>
/// <param name="Number">The producer's number in this store.</param>
/// <param name="Epoch">Its current epoch, 1 or more. Each stream that it opens has the next one.</param>
/// <param name="LastSequence">The sequence up to which all its readings are durable; 0 for none.</param>
public sealed record ProducerRow(long Number, long Epoch, long LastSequence)
{
    /// <summary>The newest checkpoint; null for none.</summary>
    public ProducerCheckpoint? Checkpoint { get; init; }

    /// <summary>The readings up to <see cref="LastSequence"/> that were rejected.</summary>
    public ProducerRejections Rejections { get; init; } = ProducerRejections.None;
}
