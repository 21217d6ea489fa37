namespace OkrGrains.Grains.Ingest;

/// <summary>Counts the calls of an ingest batch that are in flight.</summary>
internal sealed class CallsInFlight
{
    private TaskCompletionSource? _waiting;
    private int _enough;
    private int _away;

    /// <summary>The number of calls in flight.</summary>
    public int Away => Volatile.Read(ref _away);

    /// <summary>Counts a call that is being made.</summary>
    public void Depart() => Interlocked.Increment(ref _away);

    /// <summary>Counts a call that has ended.</summary>
    public void Return()
    {
        if (Interlocked.Decrement(ref _away) <= Volatile.Read(ref _enough))
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
        if (Away <= calls)
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
