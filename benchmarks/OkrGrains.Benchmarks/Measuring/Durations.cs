namespace OkrGrains.Benchmarks.Measuring;

/// <summary>How long a run sends before it is measured, and while it is.</summary>
internal readonly record struct Durations(TimeSpan WarmUp, TimeSpan Measured)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    /// <summary>Ends after the warm-up, and not before something has begun to work; at once when what runs has ended.</summary>
    public async Task WarmUpAsync(Task running, Func<bool> works)
    {
        await Task.WhenAny(running, Task.Delay(WarmUp, TimeProvider.System));
        while (!works() && !running.IsCompleted)
        {
            await Task.Delay(BetweenLooks, TimeProvider.System);
        }
    }
}
