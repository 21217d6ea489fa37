namespace OkrGrains.Benchmarks.Latency;

/// <summary>The percentiles of a set of durations.</summary>
internal sealed class Percentiles(IEnumerable<TimeSpan> durations)
{
    private readonly TimeSpan[] _sorted = [.. durations.Order()];

    /// <summary>The head of a Markdown table whose rows are percentiles.</summary>
    public static IReadOnlyList<string> Head { get; } = ["| ms | p50 | p90 | p99 | p99.9 | greatest | of |", "|---|---|---|---|---|---|---|"];

    public int Count => _sorted.Length;

    /// <summary>Returns the percentile in milliseconds, for a share from 0 to 1.</summary>
    public double this[double share] => _sorted[Math.Min(_sorted.Length - 1, (int)(share * _sorted.Length))].TotalMilliseconds;

    /// <summary>Formats the percentiles as a row of a Markdown table.</summary>
    public string Row(string name) => FormattableString.Invariant(
        $"| {name} | {this[0.5]:F2} | {this[0.9]:F2} | {this[0.99]:F2} | {this[0.999]:F2} | {this[1]:F2} | {Count:N0} |");
}
