using Microsoft.Extensions.Options;

namespace OkrGrains.Api.Limits;

/// <summary>The messages of all calls that wait for peers to read what came before them.</summary>
internal sealed class UnreadAnswers(IOptions<ApiOptions> options)
{
    private readonly long _limit = options.Value.MaxUnreadBytes;
    private long _bytes;

    /// <summary>Counts a message that has to wait; false, and not counted, when too much waits already.</summary>
    public bool TryAdd(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= _limit)
        {
            return true;
        }

        Remove(bytes);
        return false;
    }

    public void Remove(long bytes) => Interlocked.Add(ref _bytes, -bytes);
}
