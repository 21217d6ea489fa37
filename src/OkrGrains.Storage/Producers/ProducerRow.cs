namespace OkrGrains.Storage.Producers;

/// <summary>A producer of readings.</summary>
/// <param name="Number">Its number in this store.</param>
/// <param name="Epoch">Its current epoch, 1 or more; each opened stream has the next.</param>
/// <param name="LastSequence">Every reading of it up to here is durable; 0 for none.</param>
public sealed record ProducerRow(long Number, long Epoch, long LastSequence)
{
    /// <summary>The newest checkpoint; null for none.</summary>
    public ProducerCheckpoint? Checkpoint { get; init; }

    /// <summary>Which of its readings up to <see cref="LastSequence"/> were rejected.</summary>
    public ProducerRejections Rejections { get; init; } = ProducerRejections.None;
}
