namespace OkrGrains.Benchmarks.Latency;

/// <summary>What share of some durations is at most how long.</summary>
internal sealed class Percentiles(IEnumerable<TimeSpan> durations)
{
    private readonly TimeSpan[] _sorted = [.. durations.Order()];

    public int Count => _sorted.Length;

    /// <summary>In milliseconds, for a share of 0 to 1.</summary>
    public double this[double share] => _sorted[Math.Min(_sorted.Length - 1, (int)(share * _sorted.Length))].TotalMilliseconds;

    /// <summary>A row of a table.</summary>
    public string Row(string name) => FormattableString.Invariant(
        $"| {name} | {this[0.5]:F2} | {this[0.9]:F2} | {this[0.99]:F2} | {this[0.999]:F2} | {this[1]:F2} | {Count:N0} |");
}
