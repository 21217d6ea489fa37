namespace OkrGrains.Benchmarks.Measuring;

/// <summary>Measures the disk alone, with appends of one size that are each synced.</summary>
internal static class DiskSync
{
    /// <summary>The size of an append in bytes when no other is known.</summary>
    public const int UsualBytes = 64 * 1024;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    /// <summary>Returns the syncs per second, and the median and the 99th percentile of the duration of one in milliseconds.</summary>
    public static (double PerSecond, double P50Millis, double P99Millis) Measure(string folder, int appendBytes)
    {
        var path = Path.Combine(folder, $"sync-{Environment.ProcessId}.bin");
        var bytes = new byte[appendBytes];
        var time = TimeProvider.System;
        var took = new List<double>();
        var started = time.GetTimestamp();
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            while (time.GetElapsedTime(started) < Duration)
            {
                var one = time.GetTimestamp();
                file.Write(bytes);
                file.Flush(flushToDisk: true);
                took.Add(time.GetElapsedTime(one).TotalMilliseconds);
            }
        }

        File.Delete(path);
        took.Sort();
        return (took.Count / time.GetElapsedTime(started).TotalSeconds, took[took.Count / 2], took[(int)(took.Count * 0.99)]);
    }
}
