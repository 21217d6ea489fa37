namespace OkrGrains.Benchmarks.Measuring;

/// <summary>What the disk alone can do: appends of one size, each synced.</summary>
internal static class DiskSync
{
    /// <summary>What is appended where nothing else is known.</summary>
    public const int UsualBytes = 64 * 1024;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    /// <summary>Syncs per second, and the 99th percentile of one in milliseconds.</summary>
    public static (double PerSecond, double P99Millis) Measure(string folder, int appendBytes)
    {
        var path = Path.Combine(folder, "sync.bin");
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
        return (took.Count / time.GetElapsedTime(started).TotalSeconds, took[(int)(took.Count * 0.99)]);
    }
}
