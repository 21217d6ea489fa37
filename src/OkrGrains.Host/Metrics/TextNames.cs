using OpenTelemetry.Metrics;

namespace OkrGrains.Host.Metrics;

/// <summary>What OpenTelemetry's names and units become in Prometheus text, by OpenTelemetry's own rules for it.</summary>
internal static class TextNames
{
    /// <summary>A metric's name: dots become underscores, the unit is spelled out, and what only grows is a total.</summary>
    public static string OfMetric(string name, string unit, MetricType type)
    {
        var text = Clean(name, colons: true);
        text = WithSuffix(text, UnitWord(unit, type));
        return WithSuffix(text, type.IsSum() && IsMonotonic(type) ? "total" : "");
    }

    /// <summary>A label's name.</summary>
    public static string OfLabel(string key) => Clean(key, colons: false);

    /// <summary>The type as the format names it; null for one that it has no lines for.</summary>
    public static string? OfType(MetricType type) => type switch
    {
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.LongGauge or MetricType.DoubleGauge => "gauge",
        MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic => "gauge",
        MetricType.Histogram => "histogram",
        _ => null,
    };

    private static bool IsMonotonic(MetricType type) => type is MetricType.LongSum or MetricType.DoubleSum;

    private static string UnitWord(string unit, MetricType type) => unit switch
    {
        "s" => "seconds",
        "ms" => "milliseconds",
        "By" => "bytes",
        "%" => "percent",
        "1" when OfType(type) == "gauge" => "ratio",

        // Annotations such as {reading} are no units.
        _ => "",
    };

    private static string WithSuffix(string name, string suffix) =>
        suffix.Length == 0 || name.EndsWith("_" + suffix, StringComparison.Ordinal) ? name : $"{name}_{suffix}";

    private static string Clean(string name, bool colons)
    {
        var clean = string.Create(name.Length, (name, colons), static (text, from) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                var letter = from.name[i];
                text[i] = char.IsAsciiLetterOrDigit(letter) || letter == '_' || (letter == ':' && from.colons) ? letter : '_';
            }
        });
        return clean.Length > 0 && char.IsAsciiDigit(clean[0]) ? "_" + clean : clean;
    }
}
