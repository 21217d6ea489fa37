namespace OkrGrains.Storage.Producers;

/// <summary>What a producer wants back when it opens again, about all of its readings up to a sequence.</summary>
/// <param name="Sequence">The last of them.</param>
/// <param name="Body">1 to <see cref="MostBytes"/> bytes, opaque to the engine. The memory is never changed.</param>
public sealed record ProducerCheckpoint(long Sequence, ReadOnlyMemory<byte> Body)
{
    /// <summary>The largest body.</summary>
    public const int MostBytes = 64;
}
