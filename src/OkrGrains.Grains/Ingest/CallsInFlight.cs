namespace OkrGrains.Grains.Ingest;

/// <summary>Counts the calls of an ingest batch that are in flight.</summary>
internal sealed class CallsInFlight
{
    private TaskCompletionSource? _waiting;
    private int _enough;
    private int _count;

    /// <summary>The number of calls in flight.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Counts a call that is being made.</summary>
    public void Begin() => Interlocked.Increment(ref _count);

    /// <summary>Counts a call that has ended.</summary>
    public void End()
    {
        if (Interlocked.Decrement(ref _count) <= Volatile.Read(ref _enough))
        {
            Volatile.Read(ref _waiting)?.TrySetResult();
        }
    }

    /// <summary>Waits until no more than a number of calls are in flight, or until a time has passed.</summary>
    /// <returns>False if the time has passed.</returns>
    public async Task<bool> DownToAsync(int calls, TimeSpan longest, TimeProvider time)
    {
        // Continuations run synchronously on purpose: the call that ends last makes the next ones.
        var waiting = new TaskCompletionSource();

        // Both fields are set before the count is read, so that a call that ends after that finds them.
        Volatile.Write(ref _enough, calls);
        Interlocked.Exchange(ref _waiting, waiting);
        if (Count <= calls)
        {
            return true;
        }

        try
        {
            await waiting.Task.WaitAsync(longest, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
