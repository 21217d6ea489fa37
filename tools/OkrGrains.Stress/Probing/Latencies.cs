namespace OkrGrains.Stress.Probing;

/// <summary>A set of durations in milliseconds.</summary>
internal sealed class Latencies(IEnumerable<double> millis)
{
    private readonly double[] _sorted = [.. millis.Order()];

    public int Count => _sorted.Length;

    public double Median => At(0.5);

    public double P99 => At(0.99);

    private double At(double share) => _sorted.Length == 0 ? double.NaN : _sorted[Math.Min((int)(_sorted.Length * share), _sorted.Length - 1)];

    public override string ToString() => FormattableString.Invariant($"p50 {Median:F1} ms, p99 {P99:F1} ms of {Count}");
}
