namespace OkrGrains.Benchmarks.Latency;

/// <summary>When each batch of a stream is meant to be sent, whatever became of those before it.</summary>
/// <param name="Start">A timestamp.</param>
/// <param name="Interval">Between two batches.</param>
internal readonly record struct Schedule(long Start, TimeSpan Interval)
{
    // The timers of the runtime are no finer.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <summary>The timestamp of a batch.</summary>
    public long Intended(long batch) => Start + (long)(batch * Interval.TotalSeconds * TimeProvider.System.TimestampFrequency);

    /// <summary>Returns at the instant of a batch, or at once when that has passed.</summary>
    public async ValueTask WaitAsync(long batch)
    {
        while (TimeProvider.System.GetTimestamp() < Intended(batch))
        {
            await Task.Delay(Tick, TimeProvider.System);
        }
    }
}
