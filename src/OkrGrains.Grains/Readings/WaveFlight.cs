namespace OkrGrains.Grains.Readings;

/// <summary>The calls of a wave that are under way.</summary>
internal sealed class WaveFlight
{
    private TaskCompletionSource? _waiting;
    private int _enough;
    private int _away;

    /// <summary>How many there are.</summary>
    public int Away => Volatile.Read(ref _away);

    /// <summary>One is made.</summary>
    public void Depart() => Interlocked.Increment(ref _away);

    /// <summary>One has ended.</summary>
    public void Return()
    {
        if (Interlocked.Decrement(ref _away) <= Volatile.Read(ref _enough))
        {
            Volatile.Read(ref _waiting)?.TrySetResult();
        }
    }

    /// <summary>Waits until no more than so many are under way, or for a time.</summary>
    /// <returns>False when it was for that time.</returns>
    public async Task<bool> DownToAsync(int calls, TimeSpan longest, TimeProvider time)
    {
        // Whoever is back last sends the next ones off.
        var waiting = new TaskCompletionSource();

        // Both stand before it looks: a call that ends after that finds them.
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
