namespace OkrGrains.Benchmarks.Measuring;

/// <summary>The durations of the warm-up and of the measurement of a run.</summary>
internal readonly record struct Durations(TimeSpan WarmUp, TimeSpan Measured)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Completes after the warm-up, but not before <paramref name="works"/> is true. Completes at once when <paramref name="running"/> has
    /// ended.
    /// </summary>
    public async Task WarmUpAsync(Task running, Func<bool> works)
    {
        await Task.WhenAny(running, Task.Delay(WarmUp, TimeProvider.System));
        while (!works() && !running.IsCompleted)
        {
            await Task.Delay(BetweenLooks, TimeProvider.System);
        }
    }
}
