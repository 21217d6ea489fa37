namespace OkrGrains.Grains.Ingest;

/// <summary>Counts the calls of an ingest batch that are in flight.</summary>
internal sealed class CallsInFlight
{
    private Waiter? _waiting;
    private int _count;

    /// <summary>The number of calls in flight.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Counts a call that is being made.</summary>
    public void Begin() => Interlocked.Increment(ref _count);

    /// <summary>Counts a call that has ended.</summary>
    public void End()
    {
        // The waiter and what is enough for it are read as one: a call that ended before this waiter came must not end its waiting.
        var count = Interlocked.Decrement(ref _count);
        if (Volatile.Read(ref _waiting) is { } waiting && count <= waiting.Enough)
        {
            waiting.TrySetResult();
        }
    }

    /// <summary>Waits until no more than a number of calls are in flight, or until a time has passed.</summary>
    /// <returns>False if the time has passed.</returns>
    public async Task<bool> DownToAsync(int calls, TimeSpan longest, TimeProvider time)
    {
        // Set before the count is read, so that a call that ends after that finds it.
        var waiting = new Waiter(calls);
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

    /// <summary>
    /// Continuations run synchronously where they may: the call that ends last makes the next ones. If it ends in a turn of its goal, the
    /// runtime has them run elsewhere, since they do not belong to the scheduler of that turn.
    /// </summary>
    private sealed class Waiter(int enough) : TaskCompletionSource
    {
        public int Enough => enough;
    }
}
