namespace OkrGrains.Benchmarks.Latency;

/// <summary>The scheduled instants of the batches of a stream, which do not depend on the progress of earlier batches.</summary>
/// <param name="Start">The timestamp of the first batch.</param>
/// <param name="Interval">The time between two batches.</param>
internal readonly record struct Schedule(long Start, TimeSpan Interval)
{
    // The timers of the runtime have no finer resolution.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <summary>Returns the scheduled timestamp of a batch.</summary>
    public long Intended(long batch) => Start + (long)(batch * Interval.TotalSeconds * TimeProvider.System.TimestampFrequency);

    /// <summary>Waits until the scheduled instant of a batch. Completes at once when it has passed.</summary>
    public async ValueTask WaitAsync(long batch)
    {
        while (TimeProvider.System.GetTimestamp() < Intended(batch))
        {
            await Task.Delay(Tick, TimeProvider.System);
        }
    }
}
