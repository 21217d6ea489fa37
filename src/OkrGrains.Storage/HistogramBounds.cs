namespace OkrGrains.Storage;

/// <summary>
/// The upper bounds of the histogram buckets that this engine asks for. All its histograms use the same ones, because dashboards need that.
/// </summary>
public static class HistogramBounds
{
    /// <summary>The bounds for durations in seconds, from half a millisecond to ten seconds.</summary>
    public static IReadOnlyList<double> Seconds { get; } =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>The bounds for counts, from one to three hundred thousand.</summary>
    public static IReadOnlyList<int> Counts { get; } = [1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000];
}
