namespace OkrGrains.Storage.Records;

/// <summary>Bytes that a producer wants back when it opens a stream again, about all of its readings up to a sequence.</summary>
/// <param name="Sequence">The sequence of the last of those readings.</param>
/// <param name="Body">1 to <see cref="MostBytes"/> bytes, opaque to the engine. The memory must never change.</param>
public sealed record ProducerCheckpoint(long Sequence, ReadOnlyMemory<byte> Body)
{
    /// <summary>The greatest length of a body, in bytes.</summary>
    public const int MostBytes = 64;
}
