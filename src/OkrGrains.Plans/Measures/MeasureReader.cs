using OkrGrains.Model.Measures;
using OkrGrains.Model.Windows;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Measures;

/// <summary>Reads the keys that define how readings become a value (goal-model §3, §5).</summary>
internal static class MeasureReader
{
    private static readonly string[] _keys = ["aggregation", "window", "timeZone", "empty"];

    public static Measure OfKpi(Fields kpi)
    {
        var aggregation = AggregationReader.Read(kpi);
        var window = kpi.Take("window") is { } node ? WindowReader.Read(node, kpi.Faults, mayBeCycle: false) : new AllWindow();
        var measure = new Measure
        {
            Aggregation = aggregation?.Aggregation ?? Aggregation.Last,
            Percentile = aggregation?.Percentile ?? 0,
            Window = window ?? new AllWindow(),
            EmptyIsZero = kpi.Word("empty", MeasureWords.Empty) == true,
            TimeZone = kpi.TimeZone("timeZone"),
        };

        // If the aggregation was refused, it may have been meant as one under which `empty` has a meaning.
        if (aggregation is not null || !kpi.Has("aggregation"))
        {
            RefuseEmpty(kpi, measure.Aggregation);
        }

        if (window is not (null or CalendarWindow or CompleteWindow))
        {
            kpi.RefuseMeaningless("timeZone", "only windows of the calendar have a time zone");
        }

        return measure;
    }

    /// <summary>Reads the <c>measure</c> of a key result, which takes no other key.</summary>
    public static Measure OfKeyResult(Fields measure)
    {
        var aggregation = AggregationReader.Read(measure);
        var window = measure.Take("window") is { } node ? WindowReader.Read(node, measure.Faults, mayBeCycle: true) : null;
        measure.RefuseUnknown();
        return new Measure
        {
            Aggregation = aggregation?.Aggregation ?? Aggregation.Last,
            Percentile = aggregation?.Percentile ?? 0,
            Window = window ?? new CycleWindow(),
        };
    }

    public static void RefuseBesideFormula(Fields kpi)
    {
        foreach (var key in _keys)
        {
            kpi.RefuseMeaningless(key, "a derived KPI has no readings");
        }
    }

    private static void RefuseEmpty(Fields kpi, Aggregation aggregation)
    {
        if (aggregation is not (Aggregation.Sum or Aggregation.Count))
        {
            kpi.RefuseMeaningless("empty", "only sum and count can be zero without a reading");
        }
    }
}
