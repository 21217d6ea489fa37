using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace OkrGrains.Host.Metrics;

/// <summary>Metrics as Prometheus text, version 0.0.4.</summary>
internal static class TextWriting
{
    /// <summary>The content type of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Adds a metric with all its points; nothing for a type that the format has no lines for.</summary>
    public static void Add(StringBuilder text, Metric metric)
    {
        if (TextNames.OfType(metric.MetricType) is not { } type)
        {
            return;
        }

        var name = TextNames.OfMetric(metric.Name, metric.Unit, metric.MetricType);
        text.Append("# HELP ").Append(name).Append(' ').Append(Escape(metric.Description, quotes: false)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = Labels(point.Tags);
            if (metric.MetricType == MetricType.Histogram)
            {
                AddHistogram(text, name, labels, point);
            }
            else
            {
                AddLine(text, name, labels, Value(metric.MetricType, point));
            }
        }
    }

    /// <summary>A text as it stands in a comment, or between the quotes of a label's value.</summary>
    public static string Escape(string text, bool quotes)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    /// <summary>A number: exact, in the shortest form.</summary>
    public static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static void AddHistogram(StringBuilder text, string name, string labels, in MetricPoint point)
    {
        long below = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            var bound = $"le=\"{Number(bucket.ExplicitBound)}\"";
            AddLine(text, name + "_bucket", labels.Length == 0 ? bound : $"{labels},{bound}", Number(below));
        }

        AddLine(text, name + "_sum", labels, Number(point.GetHistogramSum()));
        AddLine(text, name + "_count", labels, Number(point.GetHistogramCount()));
    }

    private static void AddLine(StringBuilder text, string name, string labels, string value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value).Append('\n');
    }

    private static string Value(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => Number(point.GetSumLong()),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => Number(point.GetSumDouble()),
        MetricType.LongGauge => Number(point.GetGaugeLastValueLong()),
        _ => Number(point.GetGaugeLastValueDouble()),
    };

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Labels(ReadOnlyTagCollection tags)
    {
        var labels = new List<string>(tags.Count);
        foreach (var tag in tags)
        {
            var value = Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "";
            labels.Add($"{TextNames.OfLabel(tag.Key)}=\"{Escape(value, quotes: true)}\"");
        }

        return string.Join(',', labels);
    }
}
