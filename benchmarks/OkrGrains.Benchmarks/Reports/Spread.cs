namespace OkrGrains.Benchmarks.Reports;

/// <summary>The median and the range of a figure over the runs.</summary>
internal readonly record struct Spread(double Median, double Least, double Greatest)
{
    public static Spread Of(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        var middle = sorted.Length / 2;
        return new(sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2, sorted[0], sorted[^1]);
    }

    public string Format(string format) => FormattableString.Invariant(
        $"{Median.ToString(format, null)} ({Least.ToString(format, null)} to {Greatest.ToString(format, null)})");
}
