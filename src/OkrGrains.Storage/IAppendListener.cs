namespace OkrGrains.Storage;

/// <summary>
/// Is told the outcome of an append. The store calls it from the thread that makes the commits, which waits for it: it must return at once,
/// and must not throw.
/// </summary>
public interface IAppendListener
{
    /// <summary>Tells that the append is durable.</summary>
    /// <param name="position">The position of the commit.</param>
    void Committed(long position);

    /// <summary>Tells that the append has failed.</summary>
    /// <param name="failure">What <see cref="IReadingStore.AppendAsync"/> would throw.</param>
    void Failed(Exception failure);
}
