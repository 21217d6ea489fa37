namespace OkrGrains.Storage.Diagnostics;

/// <summary>The upper bounds of the buckets that this engine's histograms ask for; dashboards need the same ones everywhere.</summary>
public static class HistogramBounds
{
    /// <summary>From half a millisecond to ten seconds, in seconds.</summary>
    public static IReadOnlyList<double> Seconds { get; } =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>From one to three hundred thousand of something.</summary>
    public static IReadOnlyList<int> Counts { get; } = [1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000];
}
