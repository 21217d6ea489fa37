using Microsoft.Extensions.Options;

namespace OkrGrains.Api.Limits;

/// <summary>Bounds the bytes of all messages that wait for peers to read what was sent before.</summary>
internal sealed class UnreadAnswers(IOptions<ApiOptions> options)
{
    private readonly long _limit = options.Value.MaxUnreadBytes;
    private long _bytes;

    /// <summary>Adds the bytes of a message that has to wait. Returns false and adds nothing when that would exceed the limit.</summary>
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
