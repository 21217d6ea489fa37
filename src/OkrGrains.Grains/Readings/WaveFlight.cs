namespace OkrGrains.Grains.Readings;

/// <summary>Calls of a wave that are made at the same time.</summary>
/// <param name="calls">How many.</param>
internal sealed class WaveFlight(int calls)
{
    // Whoever is back last sends the next ones off.
    private readonly TaskCompletionSource _back = new();
    private int _away = calls;

    /// <summary>One has ended.</summary>
    public void Return()
    {
        if (Interlocked.Decrement(ref _away) == 0)
        {
            _back.TrySetResult();
        }
    }

    /// <summary>Ends when all have, or after a time.</summary>
    public async Task BackAsync(TimeSpan longest, TimeProvider time)
    {
        try
        {
            await _back.Task.WaitAsync(longest, time);
        }
        catch (TimeoutException)
        {
        }
    }
}
