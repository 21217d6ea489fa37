using System.Text.Json;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Windows;
using OkrGrains.Plans.Measures;

namespace OkrGrains.Plans.Canonical;

internal static class MeasureWriter
{
    public static void OfKpi(Utf8JsonWriter json, Measure measure)
    {
        WriteAggregation(json, measure);
        if (measure.Window is not AllWindow)
        {
            Write(json, measure.Window);
        }

        json.WriteText("timeZone", measure.TimeZone);
        json.WriteWord("empty", MeasureWords.Empty, measure.EmptyIsZero);
    }

    public static void OfKeyResult(Utf8JsonWriter json, Measure measure)
    {
        json.WriteStartObject("measure");
        WriteAggregation(json, measure);
        if (measure.Window is not CycleWindow)
        {
            Write(json, measure.Window);
        }

        json.WriteEndObject();
    }

    private static void WriteAggregation(Utf8JsonWriter json, Measure measure)
    {
        if (measure.Aggregation != Aggregation.Percentile || measure.Percentile == AggregationReader.Median)
        {
            json.WriteWord("aggregation", MeasureWords.Aggregations, measure.Aggregation);
            return;
        }

        json.WriteStartObject("aggregation");
        json.WriteDecimal("percentile", new Nano((Int128)measure.Percentile * (Nano.UnitsPerOne / 1000)).ToString());
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Window window)
    {
        switch (window)
        {
            case AllWindow:
                json.WriteString("window", "all");
                break;
            case CalendarWindow calendar:
                json.WriteString("window", MeasureWords.Periods.Of(calendar.Period));
                break;
            case CompleteWindow complete:
                json.WriteStartObject("window");
                json.WriteString("complete", MeasureWords.Periods.Of(complete.Period));
                json.WriteEndObject();
                break;
            case RollingWindow rolling:
                json.WriteStartObject("window");
                json.WriteDuration("rolling", rolling.Length);
                json.WriteEndObject();
                break;
            default:
                throw new NotSupportedException(window.GetType().Name);
        }
    }
}
